import { describe, expect, it, jest } from '@jest/globals';
import { aPlan } from '../fixtures/plans.ts';
import { aSeller, priced } from '../support/a-seller.ts';
import { follow } from '../support/some-billing.ts';

const sinceJanuary = [{ plan: 'reader', from: '2026-01-01' }];
const body = { subjects: ['app-1'], plan: sinceJanuary };

/** A customer of January who pays 2 an event; `used 1` to `used 4`, and January is billed. */
async function aBilledJanuary() {
  const seller = await aSeller({ reader: aPlan(priced('2')) });
  seller.isNow('2025-12-20T00:00:00Z');
  await seller.put('press', body);
  await seller.uses(
    'app-1',
    ...['2026-01-03T10:00:00Z', '2026-01-03T10:00:01Z'],
    ...['2026-01-09T12:00:00Z', '2026-01-31T23:00:00Z'],
  );
  seller.isNow('2026-02-03T00:00:00Z');
  await seller.bill('2026-01');
  return seller;
}

const first = { source: 'urn:magazine', id: 'used 1', time: '2026-01-03T10:00:00Z' };

const page = { after: '', limit: 10 };

describe('a correction of a closed month', () => {
  it('is an adjustment on the next invoice, and the invoice before it stays as it was', async () => {
    const seller = await aBilledJanuary();
    const linesOf = async () =>
      (await seller.invoices({ period: '2026-01' })).map(({ lines, total }) => [lines, total]);
    const before = await linesOf();
    await seller.uses('app-1', '2026-02-10T00:00:00Z', '2026-02-11T00:00:00Z');

    const answer = await seller.correct({ reason: 'a crawler', events: [first] });

    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');
    expect(answer).toMatchObject({ status: 201, body: { status: 'done', corrected: 1 } });
    expect(await seller.comesTo('press', '2026-01')).toBe('6');
    expect(await linesOf()).toEqual(before);
    expect((await seller.invoices({ period: '2026-02' })).map(({ total }) => total)).toEqual([
      '2.00',
    ]);
  });

  it('gives back more than the next month comes to: what is left is carried as credit', async () => {
    const seller = await aBilledJanuary();
    const where = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', type: 'view' };

    await seller.correct({ reason: 'all of it was a test', where });

    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');
    await seller.uses('app-1', ...Array.from({ length: 5 }, () => '2026-03-10T00:00:00Z'));
    seller.isNow('2026-04-03T00:00:00Z');
    await seller.bill('2026-03');
    expect(await seller.comesTo('press', '2026-01')).toBe('0');
    expect((await seller.invoices({ period: '2026-03' })).map(({ total }) => total)).toEqual([
      '2.00',
    ]);
  });

  it('is taken back, also after it was billed: then what it gave back is charged again', async () => {
    const seller = await aBilledJanuary();
    const { body: made } = await seller.correct({ reason: 'a crawler', events: [first] });
    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');

    const answer = await seller.correct({ reason: 'a reader after all' }, String(made['id']));

    await seller.uses('app-1', '2026-03-10T00:00:00Z');
    seller.isNow('2026-04-03T00:00:00Z');
    await seller.bill('2026-03');
    expect(answer.body).toMatchObject({ status: 'taken-back', takenBack: { restored: 1 } });
    expect(await seller.comesTo('press', '2026-01')).toBe('8');
    expect(await seller.comesTo('press', '2026-03')).toBe('2');
  });
});

describe('a correction of a month that no open month reaches', () => {
  /** January is out of reach, and an event of it is taken out. */
  async function aCorrectedJanuary() {
    const seller = await aBilledJanuary();
    for (const [now, month] of [
      ['2026-03-03T00:00:00Z', '2026-02'],
      ['2026-04-03T00:00:00Z', '2026-03'],
    ] as const) {
      seller.isNow(now);
      await seller.bill(month);
    }
    await seller.correct({ reason: 'a crawler', events: [first] });
    const listed = async () => {
      const { body: found } = await seller.ask('GET /v1/unbilled', {
        query: { period: '2026-01' },
      });
      return found['rows'] as readonly Record<string, unknown>[];
    };
    return { ...seller, listed };
  }

  it('is listed as too late, until a person accepts it with a reason', async () => {
    const { listed, ask, comesTo } = await aCorrectedJanuary();
    const rows = await listed();

    const accepted = await ask('POST /v1/unbilled/accept', {
      body: {
        ...{ period: '2026-01', reason: 'too small to matter' },
        rows: rows.map(({ period: _, ...row }) => row),
      },
      headers: { 'content-type': 'application/json' },
    });

    expect(rows).toMatchObject([
      { customer: 'press', meter: 'view', reason: 'too-late', quantity: '-1' },
    ]);
    expect(accepted.status).toBe(200);
    expect(await listed()).toMatchObject([
      { quantity: '-1', accepted: { reason: 'too small to matter' } },
    ]);
    expect(await comesTo('press', '2026-01')).toBe('8');
  });

  it('is billed by what is left where its invoice is void and billed again', async () => {
    const { listed, comesTo, voidForRebilling, bill } = await aCorrectedJanuary();

    await voidForRebilling('2026-01');
    await bill('2026-01');

    expect(await comesTo('press', '2026-01')).toBe('6');
    expect(await listed()).toEqual([]);
  });
});

describe('a correction that is asked for', () => {
  it('again with its key corrects nothing more, and is the same', async () => {
    const seller = await aBilledJanuary();
    const asked = { reason: 'a crawler', events: [first] };
    const once = await seller.correct(asked, '', 'key-1');

    const again = await seller.correct(asked, '', 'key-1');

    expect(again).toEqual(once);
    expect(again.body).toMatchObject({ corrected: 1 });
  });

  it('with the key of another is refused', async () => {
    const seller = await aBilledJanuary();
    await seller.correct({ reason: 'a crawler', events: [first] }, '', 'key-1');

    const answer = await seller.correct({ reason: 'another', events: [first] }, '', 'key-1');

    expect(answer).toMatchObject({ status: 409, body: { code: 'request.idempotency-key-reused' } });
  });

  it.each([
    ['that is not there', { ...first, id: 'nothing' }, 404, 'correction.event-not-found'],
    [
      'of another minute',
      { ...first, time: '2026-01-03T10:05:00Z' },
      404,
      'correction.event-not-found',
    ],
    ['of a charge', { ...first, source: 'urn:farthing:spend' }, 409, 'correction.of-charge'],
  ])('of an event %s is refused, and nothing is put down', async (_, event, status, code) => {
    const seller = await aBilledJanuary();

    const answer = await seller.correct({ reason: 'a crawler', events: [first, event] });

    expect(answer).toMatchObject({ status, body: { code, param: '/events/1' } });
  });

  it('of what another has corrected is refused, and names that', async () => {
    const seller = await aBilledJanuary();
    const { body: made } = await seller.correct({ reason: 'a crawler', events: [first] });

    const answer = await seller.correct({ reason: 'a bot', events: [first] });

    expect(answer.body).toMatchObject({
      code: 'correction.already-corrected',
      correction: made['id'],
    });
  });

  it('amends what fits a filter, by a merge patch, and counts by other values from then on', async () => {
    const seller = await aBilledJanuary();
    const where = {
      from: '2026-01-03T00:00:00Z',
      to: '2026-01-04T00:00:00Z',
      source: 'urn:magazine',
    };
    const ask = { reason: 'not a view', where, amend: { type: 'ping', data: { bytes: null } } };

    const answer = await seller.correct(ask);

    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');
    expect(answer.body).toMatchObject({ does: 'amend', corrected: 2, unchanged: 0 });
    expect(await seller.comesTo('press', '2026-01')).toBe('4');
  });

  it('says nothing of which events it is, or amends to nothing, is refused', async () => {
    const seller = await aBilledJanuary();
    const all = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };

    const answers = [
      await seller.correct({ reason: 'why' }),
      await seller.correct({ reason: 'why', where: all }),
      await seller.correct({ reason: 'why', events: [first], amend: {} }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  });
});

describe('a correction over which its function died', () => {
  const asked = { reason: 'a crawler', events: [first] };

  /** Whatever is done while nobody can be told which hours have changed dies with that. */
  async function dying(seller: Awaited<ReturnType<typeof aBilledJanuary>>, does: () => unknown) {
    const { touched } = seller.billing.corrections;
    const send = touched.send.bind(touched);
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    touched.send = () => Promise.reject(new Error('the function is killed'));
    await expect(does()).rejects.toThrow('killed');
    touched.send = send;
    logged.mockRestore();
  }

  it('is gone on with, though nobody sends it again', async () => {
    const seller = await aBilledJanuary();
    await dying(seller, () => seller.correct(asked));

    await seller.sweep();
    await follow(seller.billing);

    const { records } = await seller.billing.corrections.records.list('acme', page);
    expect(records.map(({ record }) => record.progress.status)).toEqual(['done']);
    await seller.uses('app-1', '2026-02-10T00:00:00Z');
    seller.isNow('2026-03-03T00:00:00Z');
    await seller.bill('2026-02');
    expect(await seller.comesTo('press', '2026-01')).toBe('6');
  });

  it('is gone on with where it was being taken back', async () => {
    const seller = await aBilledJanuary();
    const { body: made } = await seller.correct(asked);
    await dying(seller, () => seller.correct({ reason: 'a reader' }, String(made['id'])));

    await seller.sweep();

    const { records } = await seller.billing.corrections.records.list('acme', page);
    expect(records.map(({ record }) => record.takenBack?.progress.status)).toEqual(['done']);
  });

  it('is not begun where the queue does not take who goes on with it', async () => {
    const seller = await aBilledJanuary();
    seller.billing.queue.send = async () => 'unavailable';

    const answer = await seller.correct(asked);

    expect(answer).toMatchObject({ status: 503, body: { code: 'queue.unavailable' } });
    expect((await seller.billing.corrections.records.list('acme', page)).records).toEqual([]);
  });
});
