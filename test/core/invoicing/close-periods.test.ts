import { describe, expect, it } from '@jest/globals';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  exact,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';
import { documentOf, invoiceOf, statementOf } from '../../support/closed-month.ts';

const march = timestampOf(Date.UTC(2026, 2, 2));

describe('closing a month', () => {
  it('issues an invoice with a number, dates and the amounts to the nano', async () => {
    const { books, clock } = someBooks();

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-01', [aCharge('1234567', '0.000001')]) }),
    ]);

    expect(invoiceOf(outcome)).toMatchObject({
      type: 'invoice',
      number: 'INV-2026-000001',
      series: 'INV-2026-',
      status: 'issued',
      customer: 'press-review',
      issuedAt: '2026-02-02T00:00:00Z',
      issueDate: '2026-02-02',
      dueDate: '2026-02-16',
      dueAt: '2026-02-17T00:00:00Z',
      period: { firstDay: '2026-01-01', lastDay: '2026-01-31' },
      lines: [
        { id: '1', kind: 'usage', exactAmount: '1.234567', amount: '1.23', unitPrice: '0.000001' },
        { id: '2', kind: 'rounding', exactAmount: '-0.004567', amount: '0.00' },
      ],
      subtotal: '1.23',
      total: '1.23',
      carriedIn: '0',
      carriedOut: '0.004567',
    });
  });

  it('posts what is earned to revenue, and to the customer what is owed and what is carried', async () => {
    const { books, clock } = someBooks();

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({
        terms: someTerms({ taxes: new Map([['standard', vat('19')]]) }),
        current: aMonth('2026-01', [aCharge('1003', '0.001')]),
      }),
    ]);

    expect(documentOf(outcome).postings.map(({ account, amount }) => [account, amount])).toEqual([
      ['customer:press-review:carry', nanos('0.003')],
      ['customer:press-review:receivable', nanos('1.19')],
      ['revenue:views', nanos('-1.003')],
      ['tax:standard', nanos('-0.19')],
    ]);
  });

  it('takes what was carried into the next invoice', async () => {
    const { books, clock, time } = someBooks();
    await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-01', [aCharge('1004', '0.001')]) }),
    ]);
    time.now = march;

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-02', [aCharge('1002', '0.001')]) }),
    ]);

    expect(invoiceOf(outcome)).toMatchObject({
      number: 'INV-2026-000002',
      lines: [
        { kind: 'usage', exactAmount: '1.002', amount: '1.00' },
        { kind: 'carried-in', exactAmount: '0.004', amount: '0.01' },
        { kind: 'rounding', exactAmount: '0.004', amount: '0.00' },
      ],
      subtotal: '1.01',
      carriedIn: '0.004',
      carriedOut: '-0.004',
    });
  });

  it('keeps what is below a nano for the next month', async () => {
    const { books, clock, time } = someBooks();
    const tiny = aCharge('6', '0.0000000001', { exact: exact('0.0000000006') });
    for (const [label, now] of [
      ['2026-01', time.now],
      ['2026-02', march],
    ] as const) {
      time.now = timestampOf(now);
      await closePeriods({ books, clock }, 'acme', [aClosing({ current: aMonth(label, [tiny]) })]);
    }

    const page = await books.read('acme', {
      cells: [{ kind: 'customer', customer: 'press-review' }],
    });

    // Whole nanos with the treatment under which they were charged; what is below is taxed in none.
    const [charged, below] = page.at({ kind: 'customer', customer: 'press-review' })?.carry ?? [];
    expect(charged).toMatchObject({ amount: nanos('0.000000001'), taxed: { category: 'O' } });
    expect(charged?.residue).toBe(0n);
    expect(below).toEqual({
      currency: 'EUR',
      taxCode: 'standard',
      amount: 0n,
      residue: exact('0.0000000002'),
    });
  });

  it('states what is below the minimum charge, and carries all of it', async () => {
    const { books, clock } = someBooks();

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-01', [aCharge('494', '0.001')]) }),
    ]);

    expect(statementOf(outcome)).toMatchObject({
      type: 'statement',
      status: 'closed',
      number: null,
      reason: 'below-minimum',
      minimumCharge: '0.5',
      lines: [{ kind: 'usage', exactAmount: '0.494', amount: '0.00' }],
      total: '0.00',
      carriedOut: '0.494',
    });
  });

  it('closes a month that comes to nothing, and invoices zero where the policy says so and there is a line', async () => {
    const { books, clock } = someBooks();
    const free = aMonth('2026-01', [aCharge('7', '0')]);
    const policy = aPolicy({ zeroAmount: 'invoice' });

    const [unused, closed, invoiced] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-01', []), policy }),
      aClosing({ current: free, terms: someTerms({ customer: 'a' }) }),
      aClosing({ current: free, terms: someTerms({ customer: 'b' }), policy }),
    ]);

    expect(statementOf(unused)).toMatchObject({ reason: 'nothing-to-charge', lines: [] });

    expect(statementOf(closed)).toMatchObject({ reason: 'nothing-to-charge', carriedOut: '0' });
    expect(invoiceOf(invoiced)).toMatchObject({ number: 'INV-2026-000001', total: '0.00' });
  });

  it('bills usage that comes late at its own month’s price, and names the invoice it adjusts', async () => {
    const { books, clock, time } = someBooks();
    await closePeriods({ books, clock }, 'acme', [aClosing()]);
    time.now = march;

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({
        current: aMonth('2026-02', [aCharge('1000', '0.002')]),
        earlier: [aMonth('2026-01', [aCharge('1500', '0.001')])],
      }),
    ]);

    expect(invoiceOf(outcome)).toMatchObject({
      lines: [
        { kind: 'usage', amount: '2.00' },
        {
          kind: 'adjustment',
          quantity: '500',
          unitPrice: '0.001',
          amount: '0.50',
          period: { firstDay: '2026-01-01', lastDay: '2026-01-31' },
          adjusts: { number: 'INV-2026-000001', issueDate: '2026-02-02', period: '2026-01' },
        },
      ],
      total: '2.50',
    });
  });

  it('takes back what an earlier month is not charged for any more', async () => {
    const { books, clock, time } = someBooks();
    await closePeriods({ books, clock }, 'acme', [aClosing()]);
    time.now = march;

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-02', []), earlier: [aMonth('2026-01', [])] }),
    ]);

    expect(statementOf(outcome)).toMatchObject({
      reason: 'credit-carried',
      lines: [{ kind: 'adjustment', meter: 'views', quantity: '-1000', exactAmount: '-1' }],
      carriedOut: '-1',
    });
  });

  it('leaves an earlier month that is not closed to its own closing', async () => {
    const { books, clock, time } = someBooks();
    time.now = march;

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({
        current: aMonth('2026-02', [aCharge('1000', '0.001')]),
        earlier: [aMonth('2026-01', [aCharge('7000', '0.001')])],
      }),
    ]);

    expect(invoiceOf(outcome)).toMatchObject({ total: '1.00' });
  });

  it('charges a fee in advance once', async () => {
    const { books, clock, time } = someBooks();
    const fee = aCharge('1', '5', { kind: 'fee', key: 'fee', revenue: { of: 'fee', key: 'base' } });
    const first = await closePeriods({ books, clock }, 'acme', [
      aClosing({ advance: [aMonth('2026-02', [fee])] }),
    ]);
    time.now = march;

    const second = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-02', [aCharge('1000', '0.001'), fee]) }),
    ]);

    expect(invoiceOf(first[0])).toMatchObject({ total: '6.00' });
    expect(invoiceOf(second[0])).toMatchObject({ lines: [{ kind: 'usage' }], total: '1.00' });
  });

  it('changes nothing the second time', async () => {
    const { books, clock, log } = someBooks();
    const first = await closePeriods({ books, clock }, 'acme', [aClosing()]);

    const second = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-01', [aCharge('9', '1')]) }),
    ]);

    const { id } = documentOf(first[0]);
    expect(second).toEqual([{ status: 'already-closed', id, number: 'INV-2026-000001' }]);
    expect(log.blocksOf('acme')).toHaveLength(1);
  });

  it('closes two months of one customer in one go, the first carrying into the second', async () => {
    const { books, clock, log } = someBooks(march);

    const [first, second] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ current: aMonth('2026-01', [aCharge('400', '0.001')]) }),
      aClosing({ current: aMonth('2026-02', [aCharge('400', '0.001')]) }),
    ]);

    expect(statementOf(first).carriedOut).toBe('0.4');
    expect(invoiceOf(second)).toMatchObject({ carriedIn: '0.4', total: '0.80' });
    expect(log.blocksOf('acme')).toHaveLength(1);
  });

  it('spreads many invoices over blocks, in the order of the requests', async () => {
    const { books, clock, log } = someBooks();
    const requests = Array.from({ length: 230 }, (_, index) =>
      aClosing({ terms: someTerms({ customer: `reader-${index}` }) }),
    );

    const outcomes = await closePeriods({ books, clock }, 'acme', requests);

    expect(outcomes.map((outcome) => invoiceOf(outcome).number)).toEqual(
      requests.map((_, index) => `INV-2026-${String(index + 1).padStart(6, '0')}`),
    );
    expect(log.blocksOf('acme')).toHaveLength(3);
  });

  it('refuses a month that has not ended, and writes nothing of the others', async () => {
    const { books, clock, log } = someBooks();
    const losAngeles = timeZoneFrom('America/Los_Angeles', 'timezone');

    const closing = closePeriods({ books, clock }, 'acme', [
      aClosing(),
      aClosing({ current: aMonth('2026-02', [], losAngeles) }),
    ]);

    await expect(closing).rejects.toThrow(Rejection);
    await expect(closing).rejects.toMatchObject({ code: 'period.not-ended' });
    expect(log.blocksOf('acme')).toEqual([]);
  });
});
