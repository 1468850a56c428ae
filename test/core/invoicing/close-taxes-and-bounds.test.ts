import { describe, expect, it } from '@jest/globals';
import { outsideTaxScope } from '../../../core/catalog/tax-treatment.ts';
import {
  closePeriods,
  draftClosing,
  draftFingerprint,
} from '../../../core/invoicing/close-periods.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  decimal,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';
import { documentOf, invoiceOf } from '../../support/closed-month.ts';

const march = timestampOf(Date.UTC(2026, 2, 2));

describe('taxes', () => {
  const taxes = new Map([
    ['standard', vat('19')],
    ['reduced', vat('7')],
    ['press', vat('7')],
  ]);
  const mixed = aMonth('2026-01', [
    aCharge('1005', '0.001', { key: 'a' }),
    aCharge('2005', '0.001', { key: 'b', taxCode: 'reduced' }),
    aCharge('3005', '0.001', { key: 'c', taxCode: 'press' }),
  ]);

  it('are computed once per category and rate, on the rounded base', async () => {
    const { books, clock } = someBooks();

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ terms: someTerms({ taxes }), current: mixed }),
    ]);

    expect(invoiceOf(outcome)).toMatchObject({
      subtotal: '6.02',
      taxes: [
        { code: 'press', codes: ['press', 'reduced'], rate: '7', base: '5.02', amount: '0.35' },
        { code: 'standard', codes: ['standard'], rate: '19', base: '1.00', amount: '0.19' },
      ],
      total: '6.56',
    });
  });

  it('follow what is carried: each tax code carries its own', async () => {
    const { books, clock, time } = someBooks();
    const small = aMonth('2026-01', [
      aCharge('100', '0.001', { key: 'a' }),
      aCharge('200', '0.001', { key: 'b', taxCode: 'reduced' }),
    ]);
    await closePeriods({ books, clock }, 'acme', [
      aClosing({ terms: someTerms({ taxes }), current: small }),
    ]);
    time.now = march;

    const [outcome] = await closePeriods({ books, clock }, 'acme', [
      aClosing({
        terms: someTerms({ taxes }),
        current: aMonth('2026-02', [aCharge('1000', '0.001')]),
      }),
    ]);

    expect(invoiceOf(outcome).taxes).toMatchObject([
      { code: 'reduced', base: '0.20', amount: '0.01' },
      { code: 'standard', base: '1.10', amount: '0.21' },
    ]);
  });

  it('set an invoice aside that cannot be taxed as the law asks', async () => {
    const { books, clock, log } = someBooks();
    const reverse = new Map([
      [
        'standard',
        { category: 'AE', rate: decimal('0'), exemptionReason: 'Reverse charge' } as const,
      ],
    ]);

    const outcomes = await closePeriods({ books, clock }, 'acme', [
      aClosing({ terms: someTerms({ taxes: new Map() }) }),
      aClosing({ terms: someTerms({ taxes: reverse }) }),
      aClosing({
        current: mixed,
        terms: someTerms({ taxes: new Map([...taxes, ['standard', outsideTaxScope]]) }),
      }),
    ]);

    expect(outcomes.map((one) => (one.status === 'parked' ? one.reason.detail : one))).toEqual([
      'say how the customer is taxed for tax code "standard"',
      "give the customer's tax number: category AE needs it on the invoice",
      'tax all of an invoice, or declare all of it outside the scope of tax: category O stands alone',
    ]);
    expect(log.blocksOf('acme')).toEqual([]);
  });
});

describe('a month out of bounds', () => {
  const surge = aClosing({ current: aMonth('2026-02', [aCharge('10010', '0.001')]) });

  it('is set aside, visibly, and neither issued nor dropped', async () => {
    const { books, clock, time } = someBooks();
    await closePeriods({ books, clock }, 'acme', [aClosing()]);
    time.now = march;

    const [outcome] = await closePeriods({ books, clock }, 'acme', [surge]);

    expect(outcome).toMatchObject({
      status: 'parked',
      reason: {
        code: 'out-of-bounds',
        detail: expect.stringContaining('10.01 EUR is more than 10 times the last invoice, 1'),
      },
      draft: { type: 'invoice', status: 'draft', number: null, total: '10.01' },
    });
  });

  it('is issued when a person says why', async () => {
    const { books, clock, time } = someBooks();
    await closePeriods({ books, clock }, 'acme', [aClosing()]);
    time.now = march;
    const overrides = [{ check: 'out-of-bounds', reason: 'went viral' }];

    const [outcome] = await closePeriods({ books, clock }, 'acme', [{ ...surge, overrides }]);

    expect(documentOf(outcome)).toMatchObject({ number: 'INV-2026-000002', overrides });
  });
});

describe('an approved draft', () => {
  it('is issued as it was approved, or not at all', async () => {
    const { books, clock } = someBooks();
    const { draft } = await draftClosing(books, 'acme', aClosing());
    const approved = draftFingerprint(draft);

    const [changed] = await closePeriods({ books, clock }, 'acme', [
      aClosing({ approved, current: aMonth('2026-01', [aCharge('1001', '0.001')]) }),
    ]);
    const [same] = await closePeriods({ books, clock }, 'acme', [aClosing({ approved })]);

    expect(changed).toMatchObject({ status: 'changed', draft: { carriedOut: '0.001' } });
    expect(documentOf(same).id).toBe(draft.id);
  });
});

describe('a void invoice', () => {
  it('is billed again under another number when that is wanted', async () => {
    const { books, clock } = someBooks();
    const first = documentOf((await closePeriods({ books, clock }, 'acme', [aClosing()]))[0]);
    await voidInvoice(books, 'acme', {
      invoice: first.id,
      reason: 'wrong address',
      afterwards: 'rebill',
    });

    const [outcome] = await closePeriods({ books, clock }, 'acme', [aClosing()]);

    expect(invoiceOf(outcome)).toMatchObject({ number: 'INV-2026-000002', total: '1.00' });
    expect(documentOf(outcome).id).not.toBe(first.id);
  });

  it('stays unbilled when it is forgiven', async () => {
    const { books, clock } = someBooks();
    const first = documentOf((await closePeriods({ books, clock }, 'acme', [aClosing()]))[0]);
    await voidInvoice(books, 'acme', {
      invoice: first.id,
      reason: 'goodwill',
      afterwards: 'forgive',
    });

    const [outcome] = await closePeriods({ books, clock }, 'acme', [aClosing()]);

    expect(outcome).toMatchObject({ status: 'already-closed', id: first.id });
  });
});
