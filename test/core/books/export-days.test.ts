import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { booksBlockBytes } from '../../../core/books/block.ts';
import type { PaymentDocument } from '../../../core/books/document.ts';
import { beancount } from '../../../core/books/export/beancount.ts';
import { type JournalFormat, journalPage } from '../../../core/books/export/export-journal.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import type { Currency } from '../../../core/kernel/currency.ts';
import { nanosOf } from '../../../core/kernel/money.ts';
import { keptTimeZone } from '../../../core/kernel/time-zone.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { recordPayment } from '../../../core/payments/record-payment.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
} from '../../fixtures/invoicing.ts';
import { codeOf } from '../../support/an-invoice-in-books.ts';
import { itWith } from '../../support/outside-programs.ts';
import { ranOutside } from '../../support/ran-outside.ts';

const folder = mkdtempSync(join(tmpdir(), 'farthing-days-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Books of a seller for whom it is another year than by UTC: an invoice of each kind of end, all on that day. */
async function onNewYearsDay(zone: string, now: string, currency: Currency = 'EUR') {
  const timeZone = keptTimeZone(zone);
  const world = someBooks(timestampFrom(now));
  const policy = aPolicy({ timeZone });
  const closings = ['paid', 'credited', 'void'].map((customer) =>
    aClosing({
      policy,
      terms: someTerms({ customer, currency, minimumCharge: nanos('0') }),
      current: aMonth('2027-11', [aCharge('1000', '0.0123')]),
    }),
  );
  const outcomes = await closePeriods(world, 'acme', closings);
  const [paid = '', credited = '', voided = ''] = outcomes.map((outcome) =>
    outcome.status === 'closed' ? outcome.document.id : '',
  );
  const payment = { rail: 'bank', reference: 'DE-7', receivedAt: world.time.now, timeZone };
  const amount = nanos(currency === 'JPY' ? '12' : '12.3');
  await recordPayment(world.books, 'acme', { ...payment, invoice: paid, amount });
  const request = { invoice: credited, key: 'k', reason: 'late', lines: undefined };
  await creditInvoice(world.books, 'acme', { policy, request });
  const end = { reason: 'twice', afterwards: 'forgive', timeZone } as const;
  await voidInvoice(world.books, 'acme', { invoice: voided, ...end });
  const textOf = async (format: JournalFormat): Promise<string> => {
    const asked = { format, after: undefined, bytesMax: Number.POSITIVE_INFINITY };
    return (await journalPage(world, 'acme', asked)).text;
  };
  return { ...world, textOf, paid };
}

/** Where it is the first of January 2028 already, or only just: the instant, by UTC, is of another day. */
const places = [
  { zone: 'Europe/Berlin', now: '2027-12-31T23:30:00Z', day: '2028-01-01' },
  { zone: 'Pacific/Auckland', now: '2027-12-31T11:00:00Z', day: '2028-01-01' },
  { zone: 'America/Los_Angeles', now: '2028-01-01T07:59:00Z', day: '2027-12-31' },
];
const headOf = {
  hledger: /^(\d{4}-\d\d-\d\d) (?:\([^)]*\) )?(?:invoice|payment|credit-note|void) /gm,
  beancount: /^(\d{4}-\d\d-\d\d) \* "[^"]*" "(?!accrued by )/gm,
  json: /"date":"([^"]*)"/g,
} as const;

describe('an entry of the journal', () => {
  it.each(places)('carries the day of its document in $zone', async ({ zone, now, day }) => {
    const { textOf } = await onNewYearsDay(zone, now);

    for (const format of ['hledger', 'beancount', 'json'] as const) {
      const days = [...(await textOf(format)).matchAll(headOf[format])].map(([, found]) => found);
      expect({ format, days }).toEqual({ format, days: Array.from({ length: 6 }, () => day) });
    }
    const rows = (await textOf('csv')).trimEnd().split('\r\n').slice(1);
    expect(rows.map((row) => row.split(',')[9])).toEqual(rows.map(() => day));
  });

  itWith(
    'hledger',
    'is in the year of its invoice for hledger, and its assertions hold on that day',
    async () => {
      const { textOf } = await onNewYearsDay('Europe/Berlin', '2027-12-31T23:30:00Z');
      const file = join(folder, 'berlin.journal');
      writeFileSync(file, await textOf('hledger'));

      const cash = (year: string) =>
        ranOutside('hledger', ['-f', file, 'balance', 'cash', '-p', year, '-N', '-O', 'csv'])
          .stdout;

      expect(cash('2028')).toContain('"cash:bank","12.300000000 EUR"');
      expect(cash('2027')).not.toContain('cash:bank');
    },
  );

  it('names its number, the invoice it is about, and the rail and reference of money', async () => {
    const { textOf } = await onNewYearsDay('Europe/Berlin', '2027-12-31T23:30:00Z');

    const hledger = await textOf('hledger');
    const beans = await textOf('beancount');
    const csv = await textOf('csv');

    expect(hledger).toMatch(
      /\n {4}; invoice: INV-2028-000001\n {4}; rail: bank\n {4}; reference: DE-7\n/,
    );
    expect(hledger).toMatch(/\(CN-2028-000001\)[^\n]*\n {4}; invoice: INV-2028-000002\n/);
    expect(hledger).toMatch(
      / void void[^\n]*\n {4}; period: 2027-11\n {4}; invoice: INV-2028-000003\n/,
    );
    expect(beans).toMatch(
      /\n {2}invoice: "INV-2028-000001"\n {2}rail: "bank"\n {2}reference: "DE-7"\n/,
    );
    expect(beans).toMatch(/\n {2}number: "CN-2028-000001"\n {2}invoice: "INV-2028-000002"\n/);
    expect(csv).toMatch(
      /,payment,,2027-12-31T23:30:00Z,cash:bank,EUR,12\.30,2028-01-01,,INV-2028-000001,bank,DE-7,\r\n/,
    );
    expect(csv).toMatch(
      /,credit-note,CN-2028-000001,[^\n]*,2028-01-01,,INV-2028-000002,,,2027-11\r\n/,
    );
  });

  it('has amounts with the places of its currency, and more only where there are more', async () => {
    const euro = await onNewYearsDay('Europe/Berlin', '2027-12-31T23:30:00Z');
    const yen = await onNewYearsDay('Asia/Tokyo', '2027-12-31T23:30:00Z', 'JPY');

    expect(await euro.textOf('hledger')).toContain('  12.30 EUR\n');
    const inYen = await yen.textOf('hledger');
    expect(inYen).toContain('cash:bank  12 JPY\n');
    expect(inYen).toContain('revenue:views  -12.3 JPY  ; service: 2027-11\n');
    expect(await yen.textOf('csv')).toContain(',cash:bank,JPY,12,');
  });

  it('of a payment from before its day was kept is on the day in UTC, and names the invoice by its id', async () => {
    const { log, books, textOf, paid, time } = await onNewYearsDay(
      'Europe/Berlin',
      '2027-12-31T23:30:00Z',
    );
    const old: PaymentDocument = {
      ...{ kind: 'payment', id: 'pay_old', customer: 'paid', currency: 'EUR', invoice: paid },
      ...{ rail: 'bank', reference: 'old', amount: nanos('1') },
      recordedAt: time.now,
      effectiveAt: timestampOf(Date.UTC(2027, 11, 31, 23, 30)),
      postings: [
        { account: 'cash:bank', currency: 'EUR', amount: nanos('1') },
        { account: 'customer:paid:receivable', currency: 'EUR', amount: nanos('-1') },
      ],
    };
    const { blocks } = await books.read('acme', { cells: [] });
    await log.append('acme', { seq: blocks + 1, bytes: booksBlockBytes([old]) });
    await books.catchUp('acme');

    const hledger = await textOf('hledger');

    expect(hledger).toMatch(
      new RegExp(`\\n2027-12-31 payment paid {2}; document: pay_old\\n {4}; invoice: ${paid}\\n`),
    );
  });
});

describe('an amount in Beancount', () => {
  const entryOf = (amount: bigint) => () =>
    beancount.closing({
      balances: [{ account: 'cash:bank', currency: 'JPY', amount: nanosOf(amount) }],
      last: '2026-01-01',
    });

  it('has 28 digits at most: what it would round is refused, and named', async () => {
    const largest = 10n ** 28n - 1n;

    expect(entryOf(largest)()).toContain('  9999999999999999999.999999999 JPY\n');
    expect(entryOf(-largest)()).toContain('  -9999999999999999999.999999999 JPY\n');
    for (const amount of [largest + 1n, -largest - 1n]) {
      const refused = Promise.resolve().then(entryOf(amount));
      expect(await codeOf(refused)).toBe('books.amount-too-large');
    }
  });

  itWith(
    'bean-check',
    'is summed by bean-check to the last place, with 28 digits and in whole units',
    () => {
      const checked = (amounts: readonly bigint[], sum: bigint): number | null => {
        const file = join(folder, 'digits.beancount');
        const entries = amounts.map((amount, index) => {
          const posted = { currency: 'JPY', amount: nanosOf(amount) } as const;
          const counter = { currency: 'JPY', amount: nanosOf(-amount) } as const;
          return beancount.block([
            {
              seq: index + 1,
              index: 0,
              document: {
                ...{ kind: 'payment', id: `pay_${index}`, customer: 'c', currency: 'JPY' },
                ...{ invoice: 'inv_1', rail: 'bank', reference: 'r', day: '2026-01-01' },
                ...{
                  recordedAt: timestampOf(0),
                  effectiveAt: timestampOf(0),
                  amount: posted.amount,
                },
                postings: [
                  { account: 'cash:bank', ...posted },
                  { account: 'customer:c:receivable', ...counter },
                ],
              },
            },
          ]);
        });
        writeFileSync(file, [beancount.opening, ...entries, entryOf(sum)()].join(''));
        return ranOutside('bean-check', [file]).status;
      };
      const large = 10n ** 28n - 3n;

      expect(checked([large, 1n], large + 1n)).toBe(0);
      expect(checked([large, 1n], large - 4n)).not.toBe(0);
      expect(checked([12_000_000_000n, 10n ** 9n], 13_000_000_000n)).toBe(0);
      expect(checked([12_000_000_000n, 10n ** 9n], 14_000_000_000n)).not.toBe(0);
    },
  );
});
