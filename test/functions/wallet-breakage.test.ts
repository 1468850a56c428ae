import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../core/books/check.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { sweepPorts } from '../../core/spend/protocol/sweep-gate.ts';
import { sweepPayer } from '../../core/spend/sweep-payer.ts';
import { sweepSpend } from '../../functions/sweep-spend/sweep-spend.ts';
import { aBilledWallet } from '../support/a-billed-wallet.ts';

const bought = {
  ...{ amount: '20.00', rail: 'bank', reference: 'T-1' },
  endsAt: '2026-01-20T00:00:00Z',
};
const DAY_MS = 86_400_000;

/** A payer who bought 20.00 that end on 20 January and used 1.19 of them, and a sweep that comes each hour. */
async function anEndedWallet(breakage: 'never' | 'at-end' | undefined, money: object = bought) {
  const world = await aBilledWallet();
  const { billing, spend } = world;
  const record = await billing.rating.settings.get('acme');
  if (record === undefined) throw new Error('there are settings');
  const body = { ...record.body, ...(breakage === undefined ? {} : { breakage }) };
  await billing.rating.settings.put({ tenant: 'acme', revision: record.revision + 1, body });
  const { payment = '' } = (await world.wallet('top-ups', money)).body as { payment?: string };
  await world.charge(10);
  const { clock, rating } = billing;
  const { protocol, log, active, queue: _queue } = spend;
  let books = rating.books;
  const sweep = () => {
    const ports = sweepPorts({
      ...{ spend: protocol.spend, log, active, clock, books, settings: rating.settings },
      ...{ events: protocol.events, catalogs: rating.catalogs, onNotice: () => undefined },
      low: async () => undefined,
    });
    return sweepSpend({
      active,
      clock,
      sweep: (marked) => sweepPayer(ports, marked),
      settle: async () => undefined,
      settlePrivately: async () => undefined,
    })({});
  };
  /** Sweeps each hour until a day of January. */
  const until = async (day: number) => {
    for (;;) {
      await sweep();
      const next = billing.time.now + DAY_MS / 24;
      if (next > Date.UTC(2026, 0, day, 2)) return;
      billing.time.now = timestampOf(next);
    }
  };
  const fail = (broken: typeof books) => {
    books = broken;
  };
  const paid = async () =>
    (await world.books('GET /v1/payments/{id}', { params: { id: payment } })).body;
  return { ...world, sweep, until, fail, paid };
}

const tenViews = {
  ...{ name: 'Ten views', meter: 'view', units: '10', days: 5 },
  price: { amount: '2.38', currency: 'EUR' },
};

/** As `anEndedWallet`, with money that does not end, and a pass until 16 January of which four tenths are used. */
async function anEndedPass(breakage: 'at-end' | undefined) {
  const world = await anEndedWallet(breakage, { ...bought, endsAt: undefined });
  await world.ask('PUT /v1/passes/{key}', {
    ...{ params: { key: 'ten' }, body: tenViews },
    headers: { 'content-type': 'application/json' },
  });
  await world.post('/v1/payers/{payer}/passes', { pass: 'ten' });
  await world.charge(4);
  return world;
}

describe('units of a pass that has ended', () => {
  it('are earned two days later where the tenant says so, and those that were used are invoiced', async () => {
    const { until, paid, bill, billing, shown } = await anEndedPass('at-end');

    await until(17);
    const before = await paid();
    await until(19);

    expect(before).toMatchObject({ amountUnapplied: '20.00' });
    // Ten views for 1.19 beside the pass, and 0.952 of it, of which the cent was not whole.
    expect(await paid()).toMatchObject({ amountEnded: '1.42', amountUnapplied: '18.58' });
    expect(await shown()).toMatchObject({ available: '16.43' });
    expect(await bill('2026-01')).toMatchObject({ total: '2.14', payable: '0.00' });
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });

  it('stay owed where the tenant does not, and what they cost can be paid back', async () => {
    const { until, paid, shown, post } = await anEndedPass(undefined);
    const ofPass = async () =>
      ((await shown())['grants'] as { id: string; pass?: string; left: string }[]).find(
        ({ pass }) => pass !== undefined,
      );
    const refund = async (reference: string) =>
      post('/v1/payers/{payer}/wallet/refunds', {
        ...{ grant: (await ofPass())?.id, rail: 'bank', reference },
      });

    const early = await refund('R-1');
    await until(19);
    const back = await refund('R-2');

    expect([early.status, early.body['code']]).toEqual([409, 'wallet.too-little']);
    expect([back.status, await paid()]).toMatchObject([201, { amountRefunded: '1.42' }]);
    expect(await ofPass()).toMatchObject({ left: '0.008' });
  });
});

describe('what was bought and has ended', () => {
  it('is earned two days later where the tenant says so, once, and what was used is invoiced', async () => {
    const { until, sweep, paid, shown, bill, billing, books } = await anEndedWallet('at-end');

    await until(21);
    const before = await paid();
    await until(23);
    await sweep();

    expect(before).toMatchObject({ amountUnapplied: '20.00' });
    expect(await paid()).toMatchObject({ amountEnded: '18.81', amountUnapplied: '1.19' });
    expect((await shown())['grants']).toMatchObject([{ left: '0.00' }]);
    expect(await bill('2026-01')).toMatchObject({ total: '1.19', payable: '0.00' });
    expect(await paid()).toMatchObject({ status: 'applied', amountUnapplied: '0.00' });
    const { body } = await books('GET /v1/payments', { query: { customer: 'ada' } });
    expect(JSON.stringify(body)).toContain('"amountEnded":"18.81"');
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });

  it('stays owed where the tenant does not, and can be paid back', async () => {
    const { until, paid, shown, post } = await anEndedWallet(undefined);

    await until(24);
    const [grant] = (await shown())['grants'] as { id: string; left: string }[];
    const refund = { grant: grant?.id, rail: 'bank', reference: 'R-1', amount: '18.81' };
    const back = await post('/v1/payers/{payer}/wallet/refunds', refund);

    expect(grant).toMatchObject({ left: '18.81' });
    expect([back.status, await paid()]).toMatchObject([
      201,
      { amountRefunded: '18.81', amountUnapplied: '1.19' },
    ]);
  });

  it('is looked at by no sweep until then, however often one comes', async () => {
    const { until, spend } = await anEndedWallet('at-end');
    await until(12);
    const reads: string[] = [];
    const { log } = spend;
    const read = log.read.bind(log);
    log.read = (...asked) => {
      reads.push(asked[1]);
      return read(...asked);
    };

    await until(21);

    expect(reads).toEqual([]);
  });

  it('is earned by a later sweep where the first could not book it, and not twice where it died after', async () => {
    const { until, fail, paid, billing, sweep, spend } = await anEndedWallet('at-end');
    await until(21);
    const { books } = billing.rating;
    fail({
      record: () => Promise.reject(new Error('the books are out of reach')),
      read: books.read.bind(books),
    } as unknown as typeof books);

    await expect(until(23)).rejects.toThrow('could not be swept');
    const decide = spend.protocol.spend.decide.bind(spend.protocol.spend);
    fail(books);
    billing.time.now = timestampOf(Date.UTC(2026, 0, 22, 0, 30));
    spend.protocol.spend.decide = () => Promise.reject(new Error('it died'));
    await expect(sweep()).rejects.toThrow('could not be swept');
    spend.protocol.spend.decide = decide;
    await until(23);

    expect(await paid()).toMatchObject({ amountEnded: '18.81', amountUnapplied: '1.19' });
    expect((await catchUpAndCheck(billing, 'acme')).faults).toEqual([]);
  });
});
