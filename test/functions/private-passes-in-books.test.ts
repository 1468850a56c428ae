import { describe, expect, it } from '@jest/globals';
import { catchUpAndCheck } from '../../core/books/check.ts';
import { nanosText } from '../../core/kernel/money.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryShares } from '../fakes/shares.ts';
import { aShare } from '../fixtures/shares.ts';
import { documentsOf, postedIn } from '../support/a-paid-press.ts';
import { billingInterface } from '../support/billing-interface.ts';
import { use as counted, workOff } from '../support/some-billing.ts';
import { someEarnings } from '../support/some-earnings.ts';
import { payer } from '../support/some-press.ts';
import { privateReaders } from '../support/some-private-readers.ts';

const json = { 'content-type': 'application/json' };
const DAY_MS = 86_400_000;
const nobody = 'subject:private-pass:front:2026-11';

/** Private readers, whose months are billed, and what is left of their money is looked after. */
async function billedReaders(settings: object = {}) {
  const readers = await privateReaders({
    settings,
    meter: 'reads',
  });
  const { billing, told, use, capture } = readers;
  const books = billingInterface(billing);
  let [events, messages] = [0, 0];
  const read = async (token: string, author = 'ada') => {
    const held = await use(token, { meter: 'reads', dimensions: { author } });
    await capture(held.body['id']);
  };
  const bill = async (period: string) => {
    const [year = 0, month = 0] = period.split('-').map(Number);
    await counted(billing, told().slice(events));
    events = told().length;
    billing.time.now = timestampOf(Date.UTC(year, month, 3, 10));
    await books('POST /v1/billing-runs', { body: { period }, headers: json });
    messages = await workOff(billing, messages);
  };
  const balances = async () => {
    const page = await billing.books.read('acme', { cells: [], originals: [] });
    return Object.fromEntries(
      page.head().balances.map(({ account, amount }) => [account, nanosText(amount)]),
    );
  };
  const isWhole = async () => (await catchUpAndCheck(billing, 'acme')).faults;
  return { ...readers, read, bill, balances, isWhole };
}

describe('money of private tokens', () => {
  it('pays the invoice of what was used, in sum, and says nowhere who bought it', async () => {
    const { bought, read, bill, settle, standing, balances, isWhole, billing } =
      await billedReaders();
    const tokens = await bought(150);
    for (const token of tokens.slice(0, 50)) await read(token);

    await bill('2026-11');
    await settle();
    await settle();

    // Fifty views of 0.012.
    expect(await standing()).toMatchObject({
      ...{ month: '2026-11', sold: 150, used: 50, open: 100, broken: 0 },
      ...{ paid: '1.80', invoiced: '0.60', earned: '0.00', left: '1.20' },
    });
    expect(await balances()).toMatchObject({
      ...{ 'cash:bank': '10', 'cash:private-pass-front': '-1.2', 'revenue:reads': '-0.6' },
    });
    const ofNobody = (await documentsOf(billing)).filter(
      (one) => 'customer' in one && one.customer === nobody,
    );
    expect(ofNobody.map(({ kind }) => kind)).toEqual(['invoice', 'payment', 'application']);
    expect(
      JSON.stringify(ofNobody, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)),
    ).not.toContain(payer);
    expect(await isWhole()).toEqual([]);
  });

  it('reaches those who have shares in what was used', async () => {
    const { bought, read, bill, billing } = await billedReaders();
    const shares = inMemoryShares();
    const whoWrote = [{ to: 'value', shares: 1 }] as const;
    const of = { meter: 'reads', dimension: 'author' };
    await shares.put('acme', aShare('authors', whoWrote, '2020-01-01', { of }));
    const earnings = someEarnings(billing, shares);
    const tokens = await bought(150);
    for (const [index, token] of tokens.slice(0, 10).entries()) {
      await read(token, index < 7 ? 'ada' : 'ben');
    }

    await bill('2026-11');
    await earnings.run({ kind: 'look' });

    expect(await postedIn(billing, '2026-11')).toEqual({ ada: '0.084', ben: '0.036' });
  });

  it.each([
    [
      'is earned 45 days after their end, once',
      'at-end',
      { broken: 100, open: 0, earned: '1.20', left: '0.00' },
    ],
    ['stays owed', 'never', { broken: 0, open: 100, earned: '0.00', left: '1.20' }],
  ] as const)('that ended unused %s where the seller says so', async (_, breakage, expected) => {
    const { bought, read, bill, settle, standing, balances, isWhole, billing } =
      await billedReaders({ breakage });
    const tokens = await bought(150);
    for (const token of tokens.slice(0, 50)) await read(token);
    await bill('2026-11');
    await settle();

    billing.time.now = timestampOf(Date.UTC(2027, 0, 1) + 45 * DAY_MS - 1);
    await settle();
    const before = await standing();
    billing.time.now = timestampOf(Date.UTC(2027, 0, 1) + 45 * DAY_MS);
    await settle();
    await settle();

    expect(before).toMatchObject({ open: 100, earned: '0.00' });
    expect(await standing()).toMatchObject({ sold: 150, used: 50, held: 0, ...expected });
    expect((await balances())['revenue:other:breakage']).toBe(
      breakage === 'never' ? undefined : '-1.2',
    );
    expect(await isWhole()).toEqual([]);
  });

  it('is not earned where too few bought for anybody to use any', async () => {
    const { put, sold, bought, settle, standing, later, billing } = await billedReaders({
      breakage: 'at-end',
    });
    await sold();
    later(3 * 86_400);
    await put({ crowd: 2, meter: 'reads' });
    await bought(150);

    billing.time.now = timestampOf(Date.UTC(2027, 3, 20));
    await settle();

    expect(await standing()).toMatchObject({
      ...{ month: '2026-12', crowd: 1, sold: 150, open: 150, broken: 0, earned: '0.00' },
    });
  });

  it('leaves what was used for its invoice, where that is too little for one yet', async () => {
    const { bought, read, bill, settle, standing, billing } = await billedReaders({
      breakage: 'at-end',
    });
    const tokens = await bought(150);
    for (const token of tokens.slice(0, 10)) await read(token);
    await bill('2026-11');

    billing.time.now = timestampOf(Date.UTC(2027, 3, 20));
    await settle();

    expect(await standing()).toMatchObject({ used: 10, broken: 140, earned: '1.68', left: '0.12' });
  });

  it('that was taken before its buyer was told is a sale once a sweep has come', async () => {
    const { made, buy, standing, settle, later, privately, wallet, tokensOf } =
      await billedReaders();
    const pending = await made(150);
    const { passes } = privately;
    const { putSale } = passes;
    passes.putSale = async (sale) => {
      if (sale.state === 'paid') throw new Error('the server is killed');
      return putSale(sale);
    };
    await buy(pending);
    passes.putSale = putSale;

    const before = await standing();
    later(121);
    await settle();
    const after = await standing();
    const answered = await buy(pending);

    expect([before['sold'], after['sold'], await wallet()]).toEqual([0, 150, '8.20']);
    expect(await tokensOf(pending, answered.body)).toHaveLength(150);
    expect(await passes.begun({ after: undefined, limit: 10 })).toEqual([]);
  });

  it.each([
    ['a token is counted twice', (used: number) => used + 1],
    ['a sale is forgotten', () => 0],
  ])('that does not add up, as %s, stops the sweep', async (_, alter) => {
    const { bought, read, settle, privately } = await billedReaders();
    const tokens = await bought(5);
    for (const token of tokens) await read(token);
    const { passes } = privately;
    const { sales } = passes;
    passes.sales = async (place, page) =>
      (await sales(place, page)).map((sale) => ({
        ...sale,
        units: alter(sale.units) > sale.units ? sale.units - 1 : alter(sale.units),
      }));

    await expect(settle()).rejects.toThrow('could not be settled');
  });
});
