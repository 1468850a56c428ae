import { describe, expect, it } from '@jest/globals';
import { readBalances } from '../../../core/books/reading.ts';
import { focusColumns } from '../../../core/contract/exports/tables.ts';
import { exportBooks } from '../../../core/exports/export-books.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { Currency } from '../../../core/kernel/currency.ts';
import { type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayerPayment } from '../../../core/payments/record-payer-payment.ts';
import { inMemoryExportFiles } from '../../fakes/export-files.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';
import { awkwardBooks } from '../../support/awkward-books.ts';
import { parquetRows, type ReadRow } from '../../support/parquet-rows.ts';

type World = Pick<ReturnType<typeof someBooks>, 'books' | 'log'>;
const later = timestampOf(Date.UTC(2026, 5, 1));
const euro = 'EUR' as Currency;
const UNITS_PER_NANO = 1_000n;

/** The books as files, until nothing is left. */
async function exported({ books, log }: World, before: Timestamp = later) {
  const files = inMemoryExportFiles();
  const again = async (): Promise<readonly string[]> => {
    const names: string[] = [];
    for (;;) {
      const ports = { files, books, log };
      const planning = { by: 'exp_1', at: later };
      const manifest = await exportBooks(ports, { tenant: 'acme', before }, planning);
      if (manifest === undefined) return names;
      names.push(...manifest.files.map(({ table, name }) => `${table}/${name}`));
    }
  };
  const names = await again();
  const rowsOf = async (table: string): Promise<readonly ReadRow[]> => {
    const rows: ReadRow[] = [];
    for (const [name, bytes] of files.all) {
      if (name.startsWith(`acme/${table}/`)) rows.push(...(await parquetRows(bytes)));
    }
    return rows;
  };
  return { files, names, again, books: await rowsOf('books'), focus: await rowsOf('focus') };
}

const sumsBy = (rows: readonly ReadRow[], key: string, amount: string) => {
  const sums = new Map<unknown, bigint>();
  for (const row of rows)
    sums.set(row[key], (sums.get(row[key]) ?? 0n) + BigInt(String(row[amount])));
  return sums;
};

/** An invoice of which a part was paid in advance. */
async function paidInAdvance() {
  const world = someBooks();
  const { books, clock } = world;
  await recordPayerPayment(books, 'acme', {
    ...{ payer: 'press', currency: euro, amount: nanos('3') },
    ...{
      apply: 'none',
      isCustomer: true,
      rail: 'bank',
      reference: 'r-1',
      receivedAt: timestampOf(Date.UTC(2026, 0, 20)),
    },
  });
  await closePeriods({ books, clock }, 'acme', [
    aClosing({
      terms: someTerms({ customer: 'press' }),
      current: aMonth('2026-01', [aCharge('1000', '0.01')]),
    }),
  ]);
  return world;
}

describe('the books as files', () => {
  it('have each posting once, and add up to the accounts', async () => {
    const world = await awkwardBooks();

    const { books, names } = await exported(world);

    expect(names).toStrictEqual([
      'books/month=2026-02/part-000001-000005.parquet',
      'focus/month=2026-02/part-000001-000005.parquet',
    ]);
    const balances = await readBalances(world.books, 'acme');
    const sums = sumsBy(books, 'account', 'amount');
    const revenue = balances.filter(({ account }) => /^(?:revenue|tax|cash):/.test(account));
    expect(revenue.length).toBeGreaterThan(10);
    for (const { account, amount } of revenue) {
      expect([account, sums.get(account)]).toStrictEqual([account, amount * UNITS_PER_NANO]);
    }
    for (const sum of sumsBy(books, 'document', 'amount').values()) expect(sum).toBe(0n);
  });

  it('are put once, and go on with what is new', async () => {
    const world = await awkwardBooks();
    const { files, again } = await exported(world);
    const { puts } = files;

    const nothing = await again();
    await recordPayerPayment(world.books, 'acme', {
      ...{ payer: 'café 日本語', currency: euro, amount: nanos('3') },
      ...{
        apply: 'none',
        rail: 'bank',
        reference: 'new',
        receivedAt: timestampOf(Date.UTC(2026, 1, 1)),
      },
    });
    const more = await again();

    expect(nothing).toStrictEqual([]);
    expect(more).toStrictEqual(['books/month=2026-02/part-000006-000006.parquet']);
    expect(files.puts).toBe(puts + 3);
  });

  it('leave what was recorded on a day that is not over to the next export', async () => {
    const world = await awkwardBooks();

    const { names } = await exported(world, timestampOf(Date.UTC(2026, 1, 2)));

    expect(names).toStrictEqual([]);
  });
});

/** What FOCUS 1.2 calls mandatory, and whether it may be null. */
const mandatory: Readonly<Record<string, boolean>> = {
  ...{ BilledCost: false, BillingAccountId: false, BillingAccountName: true },
  ...{ BillingCurrency: false, BillingPeriodEnd: false, BillingPeriodStart: false },
  ...{ ChargeCategory: false, ChargeClass: true, ChargeDescription: true },
  ...{ ChargePeriodEnd: false, ChargePeriodStart: false, ContractedCost: false },
  ...{ EffectiveCost: false, InvoiceIssuerName: false, ListCost: false },
  ...{ PricingQuantity: true, PricingUnit: true, ProviderName: false, PublisherName: false },
  ...{ ServiceCategory: false, ServiceName: false },
};
const categories = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'];

/** What FOCUS 1.2 asks of a row, by what is wrong where it is not so. */
const rules: Readonly<Record<string, (at: (name: string) => unknown) => boolean>> = {
  'a category that there is': (at) => categories.includes(String(at('ChargeCategory'))),
  'a correction, or none': (at) => [null, 'Correction'].includes(at('ChargeClass') as null),
  'no quantity of a tax': (at) => at('ChargeCategory') !== 'Tax' || at('PricingQuantity') === null,
  'a quantity of what is priced': (at) => !isPriced(at) || at('PricingQuantity') !== null,
  'a unit of each quantity': (at) =>
    (at('PricingUnit') === null) === (at('PricingQuantity') === null),
  'consumption of usage alone': (at) =>
    at('ChargeCategory') === 'Usage' || at('ConsumedQuantity') === null,
  'consumption of all usage': (at) =>
    at('ChargeCategory') !== 'Usage' || isCorrection(at) || at('ConsumedQuantity') !== null,
  'no purchase by usage': (at) =>
    at('ChargeCategory') !== 'Purchase' || at('ChargeFrequency') !== 'Usage-Based',
  'one cost, where there is one price': (at) =>
    ['ContractedCost', 'EffectiveCost', 'ListCost'].every((name) => at(name) === at('BilledCost')),
};
const isCorrection = (at: (name: string) => unknown): boolean => at('ChargeClass') === 'Correction';
const isPriced = (at: (name: string) => unknown): boolean =>
  ['Usage', 'Purchase'].includes(String(at('ChargeCategory'))) && !isCorrection(at);

/** What of a row FOCUS 1.2 does not allow. */
function faultsOf(row: ReadRow): readonly string[] {
  const at = (name: string): unknown => row[name] ?? null;
  const missing = Object.entries(mandatory).filter(
    ([name, mayBeNull]) => !mayBeNull && at(name) === null,
  );
  const broken = Object.entries(rules).filter(([, holds]) => !holds(at));
  return [...missing.map(([name]) => `${name} is null`), ...broken.map(([rule]) => rule)];
}

describe('charges as FOCUS 1.2 has them', () => {
  it('have all columns that it demands, and ours after them', () => {
    const names: readonly string[] = focusColumns.map(({ name }) => name);

    expect(Object.keys(mandatory)).toHaveLength(21);
    expect(names).toStrictEqual(expect.arrayContaining(Object.keys(mandatory)));
    expect(
      names.toSorted((a, b) => Number(a.startsWith('x_')) - Number(b.startsWith('x_'))),
    ).toStrictEqual(names);
  });

  it('are rows that it allows', async () => {
    const { focus } = await exported(await awkwardBooks());

    expect(focus.length).toBeGreaterThan(20);
    expect(focus.flatMap(faultsOf)).toStrictEqual([]);
    const [first = {}] = focus;
    expect(faultsOf({ ...first, PublisherName: null })).toStrictEqual(['PublisherName is null']);
  });

  it('add up to what is to be paid of each invoice: nothing of one that is void', async () => {
    const world = await awkwardBooks();
    const { focus } = await exported(world);

    const documents = JSON.parse(
      `[${(world.texts.get('json') ?? '').trimEnd().replaceAll('\n', ',')}]`,
    ) as { kind: string; number?: string; total?: string; invoiceNumber?: string }[];
    const voided = documents.filter(({ kind }) => kind === 'void').map((one) => one.invoiceNumber);
    const sums = sumsBy(focus, 'InvoiceId', 'BilledCost');
    const kinds = new Set(focus.map(({ x_DocumentKind: kind }) => kind));
    expect(kinds).toStrictEqual(new Set(['invoice', 'credit-note', 'void']));
    expect(voided).toHaveLength(1);
    expect(sums.get(voided[0])).toBe(0n);
    const receivable = await balanceOf(world, 'customers:receivable');
    const received = focus.reduce((sum, { BilledCost: cost }) => sum + BigInt(String(cost)), 0n);
    // Of what was charged, one and a half was paid.
    expect(received / UNITS_PER_NANO).toBe(receivable + nanos('1.5'));
  });

  it('take off what was paid in advance', async () => {
    const world = await paidInAdvance();

    const { focus } = await exported(world);

    const [sum] = sumsBy(focus, 'InvoiceId', 'BilledCost').values();
    const receivable = await balanceOf(world, 'customers:receivable');
    expect(sum).toBe(receivable * UNITS_PER_NANO);
    expect(focus.map(({ x_LineKind: kind }) => kind)).toContain('prepaid');
  });
});

async function balanceOf({ books }: Pick<World, 'books'>, account: string): Promise<bigint> {
  const balances = await readBalances(books, 'acme');
  return balances
    .filter((one) => one.account === account)
    .reduce((sum, { amount }) => sum + amount, 0n);
}
