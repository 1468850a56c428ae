import { describe, expect, it } from '@jest/globals';
import { inMemoryPayees } from '../fakes/shares.ts';
import { aShare } from '../fixtures/shares.ts';
import { aPaidPress, ofReads, readsOf } from '../support/a-paid-press.ts';
import { asking } from '../support/ask.ts';
import { payeesHandler } from '../support/changing-handlers.ts';

const month = { params: { month: '2026-01' } };
const json = { 'content-type': 'application/json' };

/** Ann has read Ada three times at 10 EUR; her January is closed, and nobody has looked at it yet. */
async function aPress() {
  const authors = aShare(
    'authors',
    [
      { to: 'value', shares: 70 },
      { to: 'platform', shares: 30 },
    ],
    '2020-01-01',
    { of: ofReads },
  );
  const press = await aPaidPress({ shares: [authors] });
  await press.use([...readsOf('ann', 'ada', 3), ...readsOf('ann', null, 1)]);
  await press.close('ann');
  const ports = { ...press, ...press.earnings, payees: inMemoryPayees() };
  return { ...press, ask: asking(payeesHandler(ports)) };
}

describe('a month in which payees earn', () => {
  it('says what was shared, who has it, and that all of it is posted', async () => {
    const { ask, accrue } = await aPress();
    await accrue();

    const { status, body } = await ask('GET /v1/share-months/{month}', month);
    const list = await ask('GET /v1/share-months');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ period: '2026-01', state: 'done', payers: 1, refused: 0, payees: 1, posted: 1 },
      sums: [{ currency: 'EUR', amount: '40', payees: '21', platform: '9', unshared: '10' }],
    });
    expect(list.body).toEqual({ months: [body] });
  });

  it('is due again when it is asked for, and done once that is worked off', async () => {
    const { ask, accrue, earnings } = await aPress();
    await accrue();

    const asked = await ask('POST /v1/share-runs', { body: { period: '2026-01' }, headers: json });
    const [, ...sent] = earnings.queue.bodies.slice(-2).map((body) => JSON.parse(body) as object);

    expect([asked.status, asked.body['state']]).toEqual([202, 'due']);
    expect(sent).toEqual([
      { version: 1, kind: 'recount', tenant: 'acme', month: '2026-01', after: '' },
    ]);
    await earnings.run();
    const { body } = await ask('GET /v1/share-months/{month}', month);
    expect(body).toMatchObject({ state: 'done', payers: 1, posted: 0 });
  });

  it('is not known before a payer’s is closed', async () => {
    const { ask } = await aPress();

    const { status, body } = await ask('GET /v1/share-months/{month}', month);
    const malformed = await ask('GET /v1/share-months/{month}', { params: { month: '2026-13' } });

    expect([status, body['code']]).toEqual([404, 'share.month-not-found']);
    expect(malformed.status).toBe(400);
  });
});
