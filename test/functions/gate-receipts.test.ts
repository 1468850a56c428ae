import { describe, expect, it } from '@jest/globals';
import { aGate, byConsent, byX402, url } from '../support/some-gate.ts';

type Headers = Readonly<Record<string, string>>;

/** A view that was paid and served. */
async function aView({ resource = { url } as object, fails = false } = {}) {
  const gate = await aGate();
  const more = { resource };
  const held = await gate.gate(byX402(await gate.refusal({}, more), gate.token), more);
  if (fails) gate.signer.fail();
  const captured = await gate.capture(held.body['id']);
  if (fails) gate.signer.fail(false);
  const asked = await gate.ask('GET /v1/receipts/{id}', {
    params: { id: String(captured.body['receiptId']) },
  });
  const headers = captured.body['headers'] as Headers;
  return { ...gate, held, captured, asked, headers };
}

describe('the receipt of a capture of the gate', () => {
  it('is the very one that is asked for later, and says what was paid for, and how', async () => {
    const { held, captured, asked, headers } = await aView({
      resource: { url: `${url}?from=mail`, description: 'An article' },
    });

    expect(asked.body['claims']).toMatchObject({
      ...{ jti: held.body['id'], receipt: captured.body['receiptId'], amount: '10000000' },
      ...{ resource: url, description: 'An article', by: 'x402' },
    });
    expect(captured.body['receipt']).toBe(asked.body['receipt']);
    expect(headers['farthing-receipt']).toBe(asked.body['receipt']);
  });

  it('is the same when the capture is answered again', async () => {
    const { capture, held, captured } = await aView();

    expect((await capture(held.body['id'])).body['receipt']).toBe(captured.body['receipt']);
  });

  it('stands in no header where it is long, so that headers have 2 KB at most', async () => {
    const { captured, headers } = await aView({ resource: { url: `${url}/${'x'.repeat(900)}` } });

    const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    expect(headers['farthing-receipt']).toBeUndefined();
    expect(String(captured.body['receipt']).length).toBeGreaterThan(1_400);
    expect(sent.join('\r\n').length).toBeLessThanOrEqual(2_048);
  });

  it('is had later where the keys cannot be asked: the capture stands', async () => {
    const { captured, asked, spent } = await aView({ fails: true });

    expect([captured.status, captured.body['receipt']]).toEqual([200, null]);
    expect(asked.status).toBe(200);
    expect((await spent()).body).toMatchObject({ captured: '0.01' });
  });

  it('leads from each charge that is listed, and from none that was not captured', async () => {
    const { charges, gate, refusal, token, release, captured } = await aView();
    const other = await gate(byConsent(await refusal(), token));
    await release(other.body['id']);

    const listed = (await charges()).body['charges'] as Headers[];

    expect(listed.map(({ status, receiptId }) => [status, receiptId])).toEqual([
      ['released', undefined],
      ['captured', captured.body['receiptId']],
    ]);
  });
});
