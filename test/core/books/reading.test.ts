import { beforeAll, describe, expect, it } from '@jest/globals';
import { readCustomer } from '../../../core/books/customer-documents.ts';
import { payerOf } from '../../../core/books/kinds/kinds.ts';
import {
  type AccountEntry,
  accountEntries,
  customerBalances,
  findDocument,
  findNumber,
  journal,
  readBalances,
} from '../../../core/books/reading.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { nanosText } from '../../../core/kernel/money.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import {
  aCharge,
  aClosing,
  afterJanuary,
  aMonth,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';

const tenant = 'acme';
const world = someBooks();
const customers = ['a', 'b', 'c'];
let first = '';

beforeAll(async () => {
  const outcomes = await closePeriods(
    world,
    tenant,
    customers.map((customer, index) =>
      aClosing({
        terms: someTerms({ customer }),
        current: aMonth('2026-01', [aCharge(String(1003 + index), '0.001')]),
      }),
    ),
  );
  first = outcomes[0]?.status === 'closed' ? outcomes[0].document.id : '';
  await recordPayment(world.books, tenant, {
    invoice: first,
    rail: 'bank',
    reference: 'r',
    amount: nanos('0.4'),
    receivedAt: afterJanuary,
  });
});

async function allEntries(account: string, limit: number): Promise<AccountEntry[]> {
  const entries: AccountEntry[] = [];
  let after = { seq: 0, index: 0 };
  for (;;) {
    const page = await accountEntries(world, tenant, { account, after, limit });
    entries.push(...page);
    const last = page.at(-1);
    if (last === undefined) return entries;
    after = last;
  }
}

describe('reading the books', () => {
  it('finds an invoice by its number, with what has become of it', async () => {
    const id = await findNumber(world.books, tenant, 'INV-2026-000001');

    expect(id).toBe(first);
    expect(await findDocument(world, tenant, first)).toMatchObject({
      document: { id: first, number: 'INV-2026-000001' },
      invoice: { paid: nanos('0.4') },
    });
    expect(await findDocument(world, tenant, 'inv_none')).toBeUndefined();
    expect(await findNumber(world.books, tenant, 'INV-2026-000009')).toBeUndefined();
  });

  it('adds up accounts, those of customers together', async () => {
    const balances = await readBalances(world.books, tenant);

    expect(balances.map(({ account, amount }) => [account, nanosText(amount)])).toEqual([
      ['cash:bank', '0.4'],
      ['customers:carry', '0.002'],
      ['customers:receivable', '2.61'],
      ['revenue:views', '-3.012'],
    ]);
  });

  it('tells a customer’s own balances', async () => {
    const customer = await readCustomer(world.books, tenant, 'a');

    expect(customer === undefined ? [] : customerBalances(customer)).toEqual([
      { account: 'customer:a:receivable', currency: 'EUR', amount: nanos('0.6') },
      { account: 'customer:a:carry', currency: 'EUR', amount: nanos('0.003') },
    ]);
    expect(await readCustomer(world.books, tenant, 'nobody')).toBeUndefined();
  });

  it.each([1, 2, 100])(
    'pages through entries, %i at a time, that add up to the balance',
    async (limit) => {
      const revenue = await allEntries('revenue:views', limit);
      const receivable = await allEntries('customer:a:receivable', limit);

      expect(revenue.map(({ amount }) => nanosText(amount))).toEqual([
        '-1.003',
        '-1.004',
        '-1.005',
      ]);
      expect(receivable.map(({ amount, document }) => [document.kind, nanosText(amount)])).toEqual([
        ['invoice', '1'],
        ['payment', '-0.4'],
      ]);
    },
  );

  it('refuses what is no account, and has no entries of one that was never used', async () => {
    const page = { after: { seq: 0, index: 0 }, limit: 10 };

    await expect(
      accountEntries(world, tenant, { ...page, account: 'views' }),
    ).rejects.toMatchObject({ code: 'books.account-unknown' });
    expect(await accountEntries(world, tenant, { ...page, account: 'tax:standard' })).toEqual([]);
    expect(
      await accountEntries(world, tenant, { ...page, account: 'customer:nobody:carry' }),
    ).toEqual([]);
  });

  it('goes on in the middle of a block', async () => {
    const kinds: string[] = [];
    for await (const { document } of journal(world.log, tenant, { seq: 1, index: 1 })) {
      kinds.push(`${document.kind} of ${payerOf(document)}`);
    }

    expect(kinds).toEqual(['invoice of c', 'payment of a']);
  });
});
