import { describe, expect, it } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';

const events = 'POST /v1/backfills/{name}/events';
const aView = (id: string, time: string, fields: object = {}) => ({
  ...{ source: 'urn:old', id, type: 'view', subject: 'app-1', time },
  ...fields,
});

const year = { from: '2025-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' };

/** It is 10 March; January was closed at 2 an event, and the price is 3 since February. */
async function aSellerInMarch() {
  const seller = await aSeller({
    reader: aPlan(priced('2'), priced('3', undefined, '2026-02-01')),
  });
  seller.isNow('2025-11-20T00:00:00Z');
  await seller.put('press', {
    subjects: ['app-1'],
    plan: [{ plan: 'reader', from: '2025-11-20' }],
  });
  await seller.uses('app-1', '2025-11-25T10:00:00Z');
  for (const [now, period] of [
    ['2025-12-03T00:00:00Z', '2025-11'],
    ['2026-01-03T00:00:00Z', '2025-12'],
    ['2026-02-03T00:00:00Z', '2026-01'],
    ['2026-03-03T00:00:00Z', '2026-02'],
  ] as const) {
    seller.isNow(now);
    await seller.bill(period);
  }
  seller.isNow('2026-03-10T00:00:00Z');
  const { backfill } = seller;
  const open = (name: string, fields: object = {}) =>
    backfill('POST /v1/backfills', name, { name, billing: 'adjust', ...year, ...fields });
  const sends = (name: string, ...sent: readonly object[]) => backfill(events, name, sent);
  const get = async (name: string) => (await backfill('GET /v1/backfills/{name}', name)).body;
  const close = async (name: string) =>
    (await backfill('POST /v1/backfills/{name}/close', name)).body;
  return { ...seller, open, sends, get, close };
}

describe('a backfill job that adjusts', () => {
  it('has closed months billed by the next invoice, at the prices that they closed under', async () => {
    const { open, sends, isNow, bill, comesTo, invoices } = await aSellerInMarch();
    await open('old');
    await sends(
      'old',
      aView('a', '2026-01-10T10:00:00Z'),
      aView('b', '2026-01-11T10:00:00Z'),
      aView('c', '2026-02-10T10:00:00Z'),
    );
    isNow('2026-04-03T00:00:00Z');

    await bill('2026-03');

    expect(await comesTo('press', '2026-01')).toBe('4');
    expect(await comesTo('press', '2026-02')).toBe('3');
    expect((await invoices()).map(({ total }) => total)).toEqual(['2.00', '7.00']);
  });

  it('has what no month reaches back to listed as too late, and says so itself', async () => {
    const { open, sends, ask, close, billing } = await aSellerInMarch();
    await open('old');
    await sends('old', aView('a', '2025-11-26T10:00:00Z'), aView('b', '2026-01-11T10:00:00Z'));

    const job = await close('old');

    expect(job).toMatchObject({
      ...{ status: 'closed', accepted: 2, repeated: 0, refused: [], underWay: 0 },
      months: [
        { month: '2025-11', accepted: 1, outcome: 'listed' },
        { month: '2026-01', accepted: 1, outcome: 'billed' },
      ],
    });
    const { body } = await ask('GET /v1/unbilled', { query: { period: '2025-11' } });
    expect(body['rows']).toMatchObject([
      { customer: 'press', meter: 'view', reason: 'too-late', quantity: '1', events: 1 },
    ]);
    expect(billing.notices).toContainEqual(
      expect.objectContaining({ code: 'too-late', period: '2025-11' }),
    );
  });

  it('has usage of no payer told of when it ends, in a month that nothing bills any more', async () => {
    const { open, sends, close, billing } = await aSellerInMarch();
    await open('old');
    await sends('old', aView('a', '2025-11-26T10:00:00Z', { subject: 'nobody' }));

    await close('old');

    expect(billing.notices).toContainEqual(
      expect.objectContaining({ event: 'billing.unbilled', code: 'no-payer', period: '2025-11' }),
    );
  });

  it('takes an event once, whoever sent it before, and however often the request comes', async () => {
    const { open, sends, get, uses, comesTo, isNow, bill } = await aSellerInMarch();
    await uses('app-1', '2026-02-20T10:00:00Z');
    await open('old');
    await open('other');
    const sent = [aView('a', '2026-02-10T10:00:00Z'), aView('a', '2026-02-10T10:00:00Z')];

    const first = await sends('old', ...sent);
    const again = await sends('old', ...sent);
    const elsewhere = await sends('other', ...sent);

    expect(first.body).toMatchObject({ accepted: 1, repeated: 1, rejected: [] });
    expect(again.body).toEqual(first.body);
    expect(elsewhere.body).toMatchObject({ accepted: 0, repeated: 2, rejected: [] });
    expect(await get('old')).toMatchObject({ accepted: 1, repeated: 1 });
    isNow('2026-04-03T00:00:00Z');
    await bill('2026-03');
    expect(await comesTo('press', '2026-02')).toBe('6');
  });

  it('is taken out by a correction that names it, and nothing else is', async () => {
    const { open, sends, correct, comesTo, isNow, bill } = await aSellerInMarch();
    await open('old');
    await open('other');
    await sends('old', aView('a', '2026-02-10T10:00:00Z'), aView('b', '2026-02-11T10:00:00Z'));
    await sends('other', aView('c', '2026-02-12T10:00:00Z'));

    const where = { ...year, from: '2026-02-10T00:00:00Z', backfill: 'old' };
    const { body } = await correct({ reason: 'wrong file', where });

    expect(body).toMatchObject({ corrected: 2, where: { backfill: 'old' } });
    isNow('2026-04-03T00:00:00Z');
    await bill('2026-03');
    expect(await comesTo('press', '2026-02')).toBe('3');
  });
});

describe('events of a backfill job', () => {
  it('are each refused alone, with why', async () => {
    const { open, sends, get } = await aSellerInMarch();
    await open('old', { to: '2026-01-01T00:00:00Z' });
    await sends('old', aView('a', '2025-12-10T10:00:00Z'));

    const { status, body } = await sends(
      'old',
      aView('a', '2025-12-10T10:00:00Z', { data: { other: 1 } }),
      aView('b', '2026-01-10T10:00:00Z'),
      aView('c', 'yesterday'),
      aView('d', '2025-12-10T10:00:00Z'),
    );

    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 1, repeated: 0 });
    expect(body['rejected']).toMatchObject([
      { index: 0, id: 'a', code: 'event.conflict' },
      { index: 1, id: 'b', code: 'event.outside-backfill', param: '/time' },
      { index: 2, id: 'c', code: 'event.attribute-malformed' },
    ]);
    expect(await get('old')).toMatchObject({
      accepted: 2,
      refused: [
        { code: 'event.attribute-malformed', events: 1 },
        { code: 'event.conflict', events: 1 },
        { code: 'event.outside-backfill', events: 1 },
      ],
    });
  });

  it('that are to be billed are no repeat of informational ones, which never are', async () => {
    const { open, sends } = await aSellerInMarch();
    await open('never', { billing: 'informational' });
    await open('old');
    const sent = aView('a', '2026-02-10T10:00:00Z');
    await sends('never', sent);

    expect((await sends('old', sent)).body['rejected']).toMatchObject([{ code: 'event.conflict' }]);
    expect((await sends('never', sent, sent)).body).toMatchObject({ accepted: 0, repeated: 2 });
  });

  it('are taken by a job that is open alone, and by none that nobody opened', async () => {
    const { open, sends, backfill } = await aSellerInMarch();
    const sent = aView('a', '2026-02-10T10:00:00Z');
    const none = await sends('old', sent);
    await open('old');
    await sends('old', sent);
    const { body } = await backfill('POST /v1/backfills/{name}/cancel', 'old');

    const other = await sends('old', aView('b', '2026-02-10T10:00:00Z'));
    const again = await sends('old', sent);

    expect(none).toMatchObject({ status: 404, body: { code: 'backfill.not-found' } });
    expect(body).toMatchObject({ status: 'cancelled', accepted: 1 });
    expect(other).toMatchObject({ status: 409, body: { code: 'backfill.ended' } });
    // Whoever never had the answer has it now; nothing is written.
    expect(again).toMatchObject({ status: 200, body: { accepted: 1 } });
  });

  it('that come faster than the job takes them are answered when to come again', async () => {
    const { open, sends, isNow } = await aSellerInMarch();
    await open('old', { eventsPerSecond: 100 });
    const many = (from: number) =>
      Array.from({ length: 600 }, (_, index) => aView(`e${from + index}`, '2026-02-10T10:00:00Z'));
    expect((await sends('old', ...many(0))).status).toBe(200);
    // The bucket has 400: a request is let in whole, and then 200 are owed.
    expect((await sends('old', ...many(600))).status).toBe(200);

    const fast = await sends('old', ...many(1_200));

    expect(fast).toMatchObject({ status: 429, body: { code: 'backfill.too-fast' } });
    expect(fast.headers['retry-after']).toBe('2');
    isNow('2026-03-10T00:00:02Z');
    expect((await sends('old', ...many(1_200))).body).toMatchObject({ accepted: 600 });
  });
});

describe('a dry run of a backfill', () => {
  it('says what each month would have more, and writes nothing', async () => {
    const { open, sends, get, billing } = await aSellerInMarch();
    await open('old');
    await sends('old', aView('a', '2026-02-10T10:00:00Z'));
    await open('try', { dryRun: true });
    const told = billing.corrections.touched.bodies.length;

    const { body } = await sends(
      'try',
      aView('a', '2026-02-10T10:00:00Z'),
      aView('b', '2026-02-10T10:00:00Z'),
      aView('c', '2026-01-10T10:00:00Z'),
      aView('c', '2026-01-10T10:00:00Z'),
    );

    expect(body).toMatchObject({ accepted: 2, repeated: 2 });
    expect(await get('try')).toMatchObject({
      ...{ dryRun: true, accepted: 2, repeated: 2 },
      additions: [
        { month: '2026-01', meter: 'view', events: 1, adds: '1' },
        { month: '2026-02', meter: 'view', events: 1, adds: '1' },
      ],
    });
    expect(billing.corrections.touched.bodies).toHaveLength(told);
    expect((await sends('old', aView('b', '2026-02-10T10:00:00Z'))).body).toMatchObject({
      accepted: 1,
    });
  });
});

describe('a job', () => {
  it('is opened by an admin alone, and once under a name', async () => {
    const { backfill, open } = await aSellerInMarch();
    const asked = { name: 'old', billing: 'adjust', ...year };

    const writer = await backfill('POST /v1/backfills', 'old', asked, 'events:write');
    const [first, again] = [await open('old'), await open('old')];
    const other = await open('old', { billing: 'informational' });
    const later = await open('later', { from: '2026-04-01T00:00:00Z', to: '2026-05-01T00:00:00Z' });

    expect(writer.status).toBe(403);
    expect(first.body).toMatchObject({ name: 'old', status: 'open', eventsPerSecond: 500 });
    expect(again.body).toEqual(first.body);
    expect(other).toMatchObject({ status: 409, body: { code: 'backfill.exists' } });
    expect(later).toMatchObject({ status: 400, body: { code: 'usage.range-malformed' } });
    const { body } = await backfill('GET /v1/backfills', '');
    expect(body['backfills']).toMatchObject([{ name: 'old', billing: 'adjust' }]);
  });
});
