import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { aPress, payer } from '../support/some-press.ts';

describe('a hold', () => {
  it('keeps what it can cost from others until it is captured, and gives back the rest', async () => {
    const { cap, hold, charge, end, spent, told } = await aPress();
    await cap({ amount: '0.10', currency: 'EUR' });
    const { body: held } = await hold('job', '10');

    const refused = await charge('meanwhile');
    const captured = await end(held['id'], 'capture', { quantity: '4' });
    const then = await charge('meanwhile');

    expect(refused.body).toMatchObject({
      ...{ code: 'budget.exceeded', budget: 'cap', left: '0.00' },
      resetsAt: '2026-12-01T00:00:00Z',
    });
    expect([captured.status, captured.body['amount'], captured.body['quoted']]).toEqual([
      ...[200, '0.04', { net: '0.10', tax: '0.00', amount: '0.10' }],
    ]);
    expect(then.body['left']).toBe('0.05');
    expect((await spent()).body).toMatchObject({ captured: '0.05', openHolds: 0 });
    expect(told().map(({ id }) => id)).toHaveLength(5);
  });

  it('ends once: what is asked again is answered as it was, and something else is refused', async () => {
    const { hold, end } = await aPress();
    const { body: held } = await hold('job', '10');

    const captured = await end(held['id'], 'capture', { quantity: '4' });
    const again = await end(held['id'], 'capture', { quantity: '4' });
    const other = await end(held['id'], 'capture', { quantity: '5' });
    const released = await end(held['id'], 'release');

    expect(again.body).toEqual(captured.body);
    expect([other.body['code'], released.body['code']]).toEqual(['hold.closed', 'hold.closed']);
  });

  it('of another tenant is not found, and a person is told of a capture without a hold', async () => {
    const { hold, ask, notices } = await aPress();
    const { body: held } = await hold('job', '10');
    const params = { id: String(held['id']) };

    const captured = await ask('POST /v1/holds/{id}/capture', {
      ...{ tenant: 'other', params, body: { quantity: '1' } },
    });
    const looked = await ask('GET /v1/holds/{id}', { tenant: 'other', params });

    expect([captured.body['code'], looked.body['code']]).toEqual([
      ...['hold.not-found', 'hold.not-found'],
    ]);
    expect(notices).toMatchObject([{ event: 'spend.capture-without-hold', tenant: 'other' }]);
  });

  it('is shown as it is, and no more once it is captured', async () => {
    const { hold, ask, end } = await aPress();
    const { body: held } = await hold('job', '10', { expiresIn: 60 });
    const params = { id: String(held['id']) };
    const shown = await ask('GET /v1/holds/{id}', { params });
    const listed = await ask('GET /v1/payers/{payer}/holds', { params: { payer } });

    await end(held['id'], 'capture', { quantity: '4' });
    const closed = await ask('GET /v1/holds/{id}', { params });

    expect(shown.body).toMatchObject({
      ...{ payer, status: 'open', meter: 'view', subject: 'reader-7', quantity: '10', left: '10' },
      ...{ lease: false, createdAt: '2026-11-29T12:00:00Z', endsAt: '2026-11-29T12:01:00Z' },
      captured: '0',
    });
    expect(listed.body).toEqual({ holds: [shown.body] });
    expect(closed.body).toMatchObject({
      ...{ status: 'closed', quantity: '10', left: '0', captured: '4' },
      ...{ closedBy: 'capture', closedAt: '2026-11-29T12:00:00Z' },
      charged: { net: '0.04', tax: '0', amount: '0.04' },
    });
  });

  it('that is released, or a lease that is closed, says what was captured of it, and what closed it', async () => {
    const { hold, ask, end } = await aPress();
    const { body: job } = await hold('job', '10');
    const { body: lease } = await hold('lease', '10', { lease: true });
    await end(lease['id'], 'capture', { quantity: '3', keep: true, idempotency: 'part' });
    const shown = (id: unknown) => ask('GET /v1/holds/{id}', { params: { id: String(id) } });
    const open = await shown(lease['id']);

    await end(job['id'], 'release');
    await end(lease['id'], 'capture', { quantity: '2' });

    expect(open.body).toMatchObject({ status: 'open', captured: '3', left: '7' });
    expect((await shown(job['id'])).body).toMatchObject({ captured: '0', closedBy: 'release' });
    expect((await shown(lease['id'])).body).toMatchObject({
      ...{ captured: '5', closedBy: 'capture', charged: { amount: '0.05' } },
    });
  });

  it('that nobody captured says so two days after, when its key is forgotten', async () => {
    const { billing, hold, charge, ask, end } = await aPress();
    const { body: job } = await hold('job', '10', { expiresIn: 60 });
    const { body: done } = await hold('done', '10', { expiresIn: 60 });
    await end(done['id'], 'capture', { quantity: '4' });
    billing.time.now = timestampOf(billing.time.now + 3 * 86_400_000);
    await charge('since');

    const shown = (id: unknown) => ask('GET /v1/holds/{id}', { params: { id: String(id) } });

    expect((await shown(done['id'])).body).toMatchObject({ captured: '4', closedBy: 'capture' });
    expect((await shown(job['id'])).body).toMatchObject({ captured: '0' });
  });

  it('that is a lease is captured in parts, each under its own key', async () => {
    const { hold, end, spent, told } = await aPress();
    const { body: held } = await hold('lease', '100', { lease: true });
    const part = (quantity: string, idempotency?: string) =>
      end(held['id'], 'capture', { quantity, keep: true, idempotency });

    const keyless = await part('30');
    const first = await part('30', 'a');
    const again = await part('30', 'a');
    const second = await part('20', 'b');
    const rest = await end(held['id'], 'capture', { quantity: '0' });

    expect(keyless.body['code']).toBe('request.idempotency-key-missing');
    expect(again.body).toEqual(first.body);
    expect([first.body['amount'], second.body['amount'], rest.body['amount']]).toEqual([
      ...['0.30', '0.20', '0.00'],
    ]);
    expect((await spent()).body).toMatchObject({ captured: '0.50', openHolds: 0 });
    expect(new Set(told().map(({ id }) => id)).size).toBe(50);
  });
});
