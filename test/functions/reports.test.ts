import { beforeAll, describe, expect, it } from '@jest/globals';
import { booksOperations } from '../../core/contract/books/operations.ts';
import { reportNames } from '../../core/contract/reports/report-names.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { keptTimeZone } from '../../core/kernel/time-zone.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayerPayment } from '../../core/payments/record-payer-payment.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
import { refundPayment } from '../../core/payments/refund-payment.ts';
import { serveRoutes } from '../../functions/middleware/serve-routes.ts';
import { readReport } from '../../functions/serve-books/read-report.ts';
import { serveBooks } from '../../functions/serve-books/serve-books.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../fixtures/invoicing.ts';
import { euro } from '../support/a-payer-in-books.ts';
import { asking } from '../support/ask.ts';

const timeZone = keptTimeZone('Europe/Berlin');
const policy = aPolicy({ timeZone });
/** In Berlin it is the first of January 2028. */
const world = someBooks(timestampOf(Date.UTC(2027, 11, 31, 23, 30)));
const { books, log } = world;
const handlers = serveBooks(world);
const ask = asking(serveRoutes('ServeBooks', booksOperations, handlers));
const askForFew = asking(
  serveRoutes('ServeBooks', booksOperations, {
    ...handlers,
    'GET /v1/reports/{name}': readReport({ books, log }, { all: 3, ofOne: 2 }),
  }),
);

/** Three invoices of 100 and 19 tax: one paid too well, one credited, one void; due on 15 January. */
async function aYearsEnd() {
  const outcomes = await closePeriods(
    world,
    'acme',
    ['press', 'radio', 'video'].map((customer) =>
      aClosing({
        policy,
        terms: someTerms({ customer, taxes: new Map([['standard', vat('19')]]) }),
        current: aMonth(
          '2027-12',
          [
            aCharge('1000', '0.08'),
            aCharge('1', '20', { key: 'fee', kind: 'fee', revenue: { of: 'fee', key: 'base' } }),
          ],
          timeZone,
        ),
      }),
    ),
  );
  const [paid = '', credited = '', voided = ''] = outcomes.map((outcome) =>
    outcome.status === 'closed' ? outcome.document.id : '',
  );
  world.time.now = timestampOf(Date.UTC(2028, 0, 10, 12));
  const receivedAt = world.time.now;
  await recordPayment(books, 'acme', {
    ...{ rail: 'bank', reference: 'DE-7', receivedAt, timeZone },
    ...{ invoice: paid, amount: nanos('130') },
  });
  const { id: advance } = await recordPayerPayment(books, 'acme', {
    ...{ payer: 'radio', currency: euro, amount: nanos('50'), rail: 'card', reference: 'ch-1' },
    ...{ receivedAt, timeZone, apply: 'none' },
  });
  await refundPayment(books, 'acme', {
    ...{ payment: advance, amount: nanos('20'), rail: 'card', reference: 're-1' },
    ...{ refundedAt: receivedAt, timeZone },
  });
  const lines = [{ line: '1', amount: nanos('10') }];
  const request = { invoice: credited, key: 'k', reason: 'an outage', lines };
  await creditInvoice(books, 'acme', { policy, request });
  const end = { reason: 'twice', afterwards: 'forgive', timeZone } as const;
  await voidInvoice(books, 'acme', { invoice: voided, ...end });
}
beforeAll(aYearsEnd);

const reportOf = async (name: string, query: Readonly<Record<string, string>>) => {
  const { status, body } = await ask('GET /v1/reports/{name}', { params: { name }, query });
  expect(status).toBe(200);
  return body as {
    readonly columns: readonly { readonly name: string }[];
    readonly tables: readonly {
      readonly currency: string;
      readonly rows: readonly Readonly<Record<string, string>>[];
      readonly totals: Readonly<Record<string, string>>;
      readonly balances: readonly Readonly<Record<string, unknown>>[];
    }[];
  };
};

describe('GET /v1/reports/{name}', () => {
  it('has receivables by how long they are overdue on a day, and unapplied money beside them', async () => {
    const inTime = await reportOf('aged-receivables', { asOf: '2028-01-15' });
    const late = await reportOf('aged-receivables', { asOf: '2028-02-15' });

    const [table] = inTime.tables;
    expect(table?.rows).toMatchObject([
      { customer: 'press', notDue: '0.00', receivable: '0.00', unapplied: '11.00' },
      { customer: 'radio', notDue: '107.10', receivable: '107.10', unapplied: '30.00' },
    ]);
    expect(table?.balances).toEqual([
      { account: 'customers:receivable', of: 'balance', amount: '107.10', column: 'receivable' },
      { account: 'customers:unapplied', of: 'balance', amount: '-41.00', column: 'unapplied' },
    ]);
    expect(late.tables[0]?.rows[1]).toMatchObject({ notDue: '0.00', days31To60: '107.10' });
  });

  it('counts an invoice of New Year’s Day in the seller’s year, and its revenue in the month before', async () => {
    const register = await reportOf('invoice-register', { from: '2028-01-01', to: '2028-01-01' });
    const december = await reportOf('revenue', { from: '2027-12', to: '2027-12' });
    const january = await reportOf('revenue', { from: '2028-01', to: '2028-01' });

    expect(register.tables[0]?.rows).toMatchObject([
      { date: '2028-01-01', kind: 'invoice', number: 'INV-2028-000001', gross: '119.00' },
      { date: '2028-01-01', number: 'INV-2028-000002', due: '2028-01-15', open: '119.00' },
      { date: '2028-01-01', number: 'INV-2028-000003', status: 'issued' },
    ]);
    const of = { service: '2027-12' };
    expect(december.tables[0]?.rows).toEqual([
      { ...of, of: 'fee', key: 'base', account: 'revenue:fee:base', revenue: '60.00' },
      { ...of, of: 'meter', key: 'views', account: 'revenue:views', revenue: '240.00' },
    ]);
    expect(january.tables[0]?.totals).toEqual({ revenue: '-110.00' });
  });

  it('says of each document in the register what became of it by the last day', async () => {
    const { tables } = await reportOf('invoice-register', { from: '2028-01', to: '2028-01' });

    expect(tables[0]?.rows).toMatchObject([
      { number: 'INV-2028-000001', status: 'paid', open: '0.00' },
      { number: 'INV-2028-000002', status: 'issued', open: '107.10' },
      { number: 'INV-2028-000003', status: 'void' },
      { kind: 'credit-note', number: 'CN-2028-000001', invoice: 'INV-2028-000002', net: '-10.00' },
      { kind: 'void', number: 'INV-2028-000003', gross: '-119.00', customer: 'video' },
    ]);
    expect(tables[0]?.totals).toEqual({ net: '190.00', tax: '36.10', gross: '226.10' });
  });

  it('sums taxes by month, code, rate and country, less what was credited and void', async () => {
    const { tables } = await reportOf('vat-summary', { from: '2028-01-01', to: '2028-12-31' });
    const asDeclared = { nationalCurrency: 'EUR', nationalBase: '190.00', nationalTax: '36.10' };
    const sums = { base: '190.00', tax: '36.10', gross: '226.10', ...asDeclared };
    const head = { month: '2028-01', code: 'standard', category: 'S', rate: '19', country: 'GB' };

    expect(tables).toEqual([
      {
        currency: 'EUR',
        rows: [{ ...head, ...sums }],
        totals: sums,
        balances: [
          {
            ...{ account: 'customers:receivable', of: 'change', amount: '226.10' },
            ...{ kinds: ['invoice', 'credit-note', 'void'], column: 'gross' },
          },
          { account: 'tax:standard', of: 'change', amount: '-36.10', column: 'tax' },
        ],
      },
    ]);
  });

  it('has a customer’s documents between what was owed before and after', async () => {
    const { tables } = await reportOf('customer-statement', {
      ...{ customer: 'radio', from: '2028-01-02', to: '2028-01-31' },
    });

    expect(tables[0]?.rows).toMatchObject([
      { date: '2028-01-02', kind: 'opening', receivable: '119.00', balance: '119.00' },
      { kind: 'payment', reference: 'ch-1', unapplied: '50.00', balance: '69.00' },
      { kind: 'refund', reference: 're-1', unapplied: '-20.00', balance: '89.00' },
      { kind: 'credit-note', number: 'CN-2028-000001', receivable: '-11.90', balance: '77.10' },
      { date: '2028-01-31', kind: 'closing', receivable: '107.10', unapplied: '30.00' },
    ]);
  });

  it('has cash by rail, as it came and went', async () => {
    const { tables } = await reportOf('cash', { from: '2028-01-10', to: '2028-01-10' });

    const none = { opening: '0.00', refunded: '0.00', reversed: '0.00', paidOut: '0.00' };
    expect(tables[0]?.rows).toEqual([
      { ...none, rail: 'bank', received: '130.00', closing: '130.00' },
      { ...none, rail: 'card', received: '50.00', refunded: '20.00', closing: '30.00' },
    ]);
  });

  it('comes as CSV, too, with the currency in front of each row', async () => {
    const { text, headers } = await ask('GET /v1/reports/{name}', {
      ...{ params: { name: 'cash' }, query: { from: '2028-01', to: '2028-01', format: 'csv' } },
    });

    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(text).toBe(
      [
        'currency,rail,opening,received,refunded,reversed,closing,paidOut',
        'EUR,bank,0.00,130.00,0.00,0.00,130.00,0.00',
        'EUR,card,0.00,50.00,20.00,0.00,30.00,0.00',
        '',
      ].join('\r\n'),
    );
  });

  const ofAll = reportNames.filter((name) => name !== 'customer-statement');
  it.each(ofAll)('has nothing for nobody: %s', async (name) => {
    const isOfADay = name === 'aged-receivables' || name === 'deferred';
    const days = isOfADay ? { asOf: '2028-01' } : { from: '2028-01', to: '2028-01' };

    const { status, body } = await ask('GET /v1/reports/{name}', {
      ...{ params: { name }, query: days, tenant: 'nobody' },
    });

    expect([status, body['tables'], body['documents']]).toEqual([200, [], 0]);
  });
});

describe('a report of several pages', () => {
  it('has on each page what all rows come to, and nothing that came after the first', async () => {
    const pageOf = async (format: string, cursor?: string) =>
      ask('GET /v1/reports/{name}', {
        params: { name: 'invoice-register' },
        query: {
          ...{ from: '2028-01', to: '2028-12', limit: '4', format },
          ...(cursor === undefined ? {} : { cursor }),
        },
      });
    const first = await pageOf('json');
    const asCsv = await pageOf('csv');
    await closePeriods(world, 'acme', [
      aClosing({ policy, current: aMonth('2027-12', [aCharge('1', '5')], timeZone) }),
    ]);

    const last = await pageOf('json', first.body['nextCursor'] as string);
    const lastCsv = await pageOf('csv', asCsv.headers['next-cursor']);

    const tableOf = ({ body }: typeof first) =>
      (body['tables'] as { rows: { kind: string }[]; totals: unknown }[])[0];
    expect(tableOf(first)?.rows).toHaveLength(4);
    expect(tableOf(last)?.rows.map(({ kind }) => kind)).toEqual(['void']);
    expect(tableOf(last)?.totals).toEqual(tableOf(first)?.totals);
    expect(last.body['nextCursor']).toBeUndefined();
    expect(lastCsv.text).toMatch(/^EUR,2028-01-10,void,[^\n]*\r\n$/);
  });
});

describe('a report is refused', () => {
  const codeOf = async (name: string, query: Readonly<Record<string, string>>) => {
    const { status, body } = await ask('GET /v1/reports/{name}', { params: { name }, query });
    return [status, body['code'], body['param']];
  };
  const invalid = (param: string) => [400, 'report.days-invalid', param];

  it('without days, with those of another report, and with days that are none', async () => {
    expect(await codeOf('aged-receivables', {})).toEqual(invalid('asOf'));
    expect(await codeOf('deferred', { from: '2028-01', to: '2028-01' })).toEqual(invalid('from'));
    expect(await codeOf('cash', { asOf: '2028-01-01' })).toEqual(invalid('asOf'));
    expect(await codeOf('cash', { from: '2028-01' })).toEqual(invalid('to'));
    expect(await codeOf('cash', { from: '2028-02-30', to: '2028-03' })).toEqual(invalid('from'));
    expect(await codeOf('cash', { from: '2028-02', to: '2028-01' })).toEqual(invalid('to'));
  });

  it('without a customer where it is of one, with one that the books do not know, and with one where it is of all', async () => {
    const days = { from: '2028-01', to: '2028-01' };
    const refused = [400, 'report.customer-invalid', 'customer'];

    expect(await codeOf('customer-statement', days)).toEqual(refused);
    expect(await codeOf('cash', { ...days, customer: 'press' })).toEqual(refused);
    const unknown = await codeOf('customer-statement', { ...days, customer: 'pres' });
    expect(unknown).toEqual([404, 'payment.payer-unknown', 'customer']);
  });

  it('that there is not', async () => {
    const answered = await codeOf('profit', { asOf: '2028-01' });

    expect(answered).toEqual([400, 'request.bad-key', 'name']);
  });

  it('of more documents than can be read, whatever its days; one customer’s may be less', async () => {
    const days = { from: '2028-01-01', to: '2028-01-01' };
    const askFew = (name: string, query: Readonly<Record<string, string>>) =>
      askForFew('GET /v1/reports/{name}', { params: { name }, query: { ...days, ...query } });

    const all = await askFew('cash', {});
    const one = await askFew('customer-statement', { customer: 'press' });
    const other = await askFew('customer-statement', { customer: 'radio' });

    expect([all.status, all.body['code']]).toEqual([413, 'report.too-large']);
    expect(one.status).toBe(200);
    expect([other.status, other.body['code']]).toEqual([413, 'report.too-large']);
  });
});
