import { describe, expect, it } from '@jest/globals';
import { contentOf } from '../../../core/books/kinds/kinds.ts';
import { outsideTaxScope, type TaxTreatment } from '../../../core/catalog/tax-treatment.ts';
import type { CreditNote } from '../../../core/contract/invoices/invoice.ts';
import { documentUbl } from '../../../core/documents/ubl/document-ubl.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import type { ClosingRequest } from '../../../core/invoicing/closing-request.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';
import { documentOf, invoiceOf, statementOf } from '../../support/closed-month.ts';

const ends = { february: Date.UTC(2026, 2, 2), march: Date.UTC(2026, 3, 2) } as const;

const under = (treatment: TaxTreatment) => ({
  terms: someTerms({ taxes: new Map([['standard', treatment]]) }),
});

/** January as it was closed at 19 %, unless said otherwise. */
const january = (views: string, treatment = vat('19')) => ({
  ...aMonth('2026-01', [aCharge(views, '0.01')]),
  taxes: new Map([['standard', treatment]]),
});
const february = (views: string) => aMonth('2026-02', [aCharge(views, '0.01')]);

/** January, of 1,000 views at 0.01, closed under a treatment; it is March by then. */
async function aClosedJanuary(treatment: TaxTreatment) {
  const { books, clock, time } = someBooks();
  const close = async (request: Partial<ClosingRequest>) => {
    const [outcome] = await closePeriods({ books, clock }, 'acme', [aClosing(request)]);
    return outcome;
  };
  await close({ ...under(treatment), current: january('1000') });
  time.now = timestampOf(ends.february);
  return { books, time, close };
}

describe('an adjustment of a closed month', () => {
  it('is taxed as that month was, beside what is charged at today’s rate', async () => {
    const { close } = await aClosedJanuary(vat('19'));

    const invoice = invoiceOf(
      await close({ ...under(vat('7')), current: february('3000'), earlier: [january('2000')] }),
    );

    expect(invoice.lines).toMatchObject([
      { kind: 'usage', amount: '30.00', taxCode: 'standard', taxRate: '7' },
      { kind: 'adjustment', amount: '10.00', taxCode: 'standard', taxRate: '19' },
    ]);
    expect(invoice).toMatchObject({
      subtotal: '40.00',
      taxes: [
        { code: 'standard', codes: ['standard'], rate: '7', base: '30.00', amount: '2.10' },
        { code: 'standard', codes: ['standard'], rate: '19', base: '10.00', amount: '1.90' },
      ],
      total: '44.00',
    });
  });

  it('gives back the tax that was charged, not that of today', async () => {
    const { close } = await aClosedJanuary(vat('19'));

    const invoice = invoiceOf(
      await close({ ...under(vat('7')), current: february('3000'), earlier: [january('500')] }),
    );

    expect(invoice).toMatchObject({
      subtotal: '25.00',
      taxes: [
        { rate: '7', base: '30.00', amount: '2.10' },
        { rate: '19', base: '-5.00', amount: '-0.95' },
      ],
      total: '26.15',
    });
  });

  it('that is too little for an invoice is carried, and still taxed so when it is invoiced', async () => {
    const { close, time } = await aClosedJanuary(vat('19'));

    const statement = statementOf(
      await close({
        ...under(vat('7')),
        current: february('10'),
        earlier: [january('1020.5')],
      }),
    );
    time.now = timestampOf(ends.march);
    const invoice = invoiceOf(
      await close({ ...under(vat('7')), current: aMonth('2026-03', [aCharge('3000', '0.01')]) }),
    );

    expect(statement).toMatchObject({ reason: 'below-minimum', carriedOut: '0.305' });
    expect(invoice.lines).toMatchObject([
      { kind: 'usage', amount: '30.00', taxRate: '7' },
      { kind: 'carried-in', exactAmount: '0.1', taxRate: '7' },
      { kind: 'carried-in', exactAmount: '0.205', taxRate: '19' },
      { kind: 'rounding' },
    ]);
    expect(invoice).toMatchObject({
      subtotal: '30.31',
      taxes: [
        { rate: '7', base: '30.10', amount: '2.11' },
        { rate: '19', base: '0.21', amount: '0.04' },
      ],
      total: '32.46',
    });
  });

  it('is credited with the tax that it was invoiced with', async () => {
    const { books, close } = await aClosedJanuary(vat('19'));
    const { id: invoice } = documentOf(
      await close({ ...under(vat('7')), current: february('3000'), earlier: [january('2000')] }),
    );
    const lines = [{ line: '2', amount: nanos('10') }];

    const note = await creditInvoice(books, 'acme', {
      policy: aPolicy(),
      request: { invoice, key: 'k', reason: 'not delivered', lines },
    });

    const document = (await books.read('acme', { cells: [], originals: [note.id] })).originals.get(
      note.id,
    );
    const text = document === undefined ? undefined : contentOf(document);
    const content = JSON.parse(text ?? '{}') as CreditNote;
    expect(content).toMatchObject({
      taxes: [{ rate: '19', base: '10.00', amount: '1.90' }],
      total: '11.90',
    });
  });

  it('leaves nothing when its invoice is void, and comes again when that is billed again', async () => {
    const { books, close } = await aClosedJanuary(vat('19'));
    const request = {
      ...under(vat('7')),
      current: february('3000'),
      earlier: [january('2000.5')],
    };
    const first = await close(request);

    await voidInvoice(books, 'acme', {
      invoice: documentOf(first).id,
      reason: 'test',
      afterwards: 'rebill',
    });
    const again = await close(request);

    const { id: _, number: __, ...content } = invoiceOf(again);
    expect(invoiceOf(first)).toMatchObject(content);
  });

  it('is taxed as today where nobody knows how the month was', async () => {
    const { close } = await aClosedJanuary(vat('19'));
    const { taxes: _, ...unknown } = january('2000');

    const invoice = invoiceOf(
      await close({ ...under(vat('7')), current: february('3000'), earlier: [unknown] }),
    );

    expect(invoice.taxes).toMatchObject([{ rate: '7', base: '40.00' }]);
  });

  it('is taxed as today where the two must not stand on one invoice', async () => {
    const { close } = await aClosedJanuary(outsideTaxScope);

    const invoice = invoiceOf(
      await close({
        ...under(vat('7')),
        current: february('3000'),
        earlier: [january('2000', outsideTaxScope)],
      }),
    );

    expect(invoice.taxes).toMatchObject([{ category: 'S', rate: '7', base: '40.00' }]);
  });

  it('stands in UBL in a breakdown of its own', async () => {
    const { close } = await aClosedJanuary(vat('19'));
    const address = { lines: ['1 Fleet St'], country: 'GB' };
    const { terms } = under(vat('7'));

    const invoice = invoiceOf(
      await close({
        terms: { ...terms, buyer: { name: 'Press Review Ltd', address } },
        current: february('3000'),
        earlier: [january('500')],
      }),
    );
    const ubl = documentUbl(invoice);

    const xml = 'xml' in ubl ? ubl.xml : ubl.obstacles.join();
    const amounts = [...xml.matchAll(/<cbc:Tax(?:able)?Amount[^>]*>([^<]+)</g)].map(
      ([, text]) => text,
    );
    expect(amounts).toEqual(['1.15', '30.00', '2.10', '-5.00', '-0.95']);
  });
});
