import {
  type JournalFormat,
  type JournalPage,
  journalFormats,
  journalPage,
} from '../../core/books/export/export-journal.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../core/invoicing/credit-invoice.ts';
import { voidInvoice } from '../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { recordPayment } from '../../core/payments/record-payment.ts';
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

/** Keys that mean something to somebody: a spreadsheet, a ledger program, a separator. */
export const awkward = [
  'press-review',
  '=HYPERLINK("x")',
  '(virtual)',
  '[balanced] ; comment',
  'a:b  c',
  'A"B\\C\nD',
  '@#%|*!',
  'café 日本語',
  "O'Neill, Ltd",
  '2026-01-01',
];

/** What would end a tag, name a date, or begin a formula. */
const awkwardReference = '=DE 1, [2035-01-01] date:2035-01-01 ; "x"';

/** Books of payers, meters and taxes that are all called something awkward, in five blocks; and their journal. */
export async function awkwardBooks() {
  const world = someBooks();
  const { books, clock, log } = world;
  const outcomes = await closePeriods(
    { books, clock },
    'acme',
    awkward.map((key, index) =>
      aClosing({
        terms: someTerms({ customer: key, taxes: new Map([[key, vat('19')]]) }),
        current: aMonth('2026-01', [
          aCharge(String(1000 + index * 37), '0.00123', { meter: key, taxCode: key }),
          aCharge('1', '0.5', {
            key: 'fee',
            kind: 'fee',
            revenue: { of: 'fee', key },
            taxCode: key,
          }),
        ]),
      }),
    ),
  );
  const ids = outcomes.map((outcome) =>
    outcome.status === 'closed' ? outcome.document.id : 'none',
  );
  const [first = '', second = '', third = ''] = ids;
  const receivedAt = timestampOf(Date.UTC(2026, 1, 1));
  const payment = { rail: 'bank: sepa', reference: awkwardReference, receivedAt };
  await recordPayment(books, 'acme', { ...payment, invoice: first, amount: nanos('1.5') });
  const request = { invoice: second, key: 'k', reason: 'wrong', lines: undefined };
  await creditInvoice(books, 'acme', { policy: aPolicy(), request });
  await voidInvoice(books, 'acme', { invoice: third, reason: 'twice', afterwards: 'rebill' });
  await closePeriods({ books, clock }, 'acme', [
    aClosing({ terms: someTerms({ customer: 'idle' }), current: aMonth('2026-01', []) }),
  ]);
  const texts = new Map<JournalFormat, string>();
  const pagesOf = (format: JournalFormat, bytesMax: number, tenant = 'acme') =>
    journalPages({ books, log }, tenant, { format, bytesMax });
  const textOf = async (format: JournalFormat): Promise<string> =>
    (await pagesOf(format, Number.POSITIVE_INFINITY)).join('');
  for (const format of journalFormats) texts.set(format, await textOf(format));
  return { ...world, texts, pagesOf, textOf };
}

/** A journal in pages of so many bytes. */
async function journalPages(
  ports: Parameters<typeof journalPage>[0],
  tenant: string,
  asked: { readonly format: JournalFormat; readonly bytesMax: number },
): Promise<readonly string[]> {
  const pages: string[] = [];
  let after: JournalPage['next'];
  do {
    const page = await journalPage(ports, tenant, { ...asked, after });
    pages.push(page.text);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

export interface Entry {
  readonly kind: string;
  readonly postings: readonly { readonly account: string; readonly amount: string }[];
}

/** The journal as JSON, document by document. */
export const entriesIn = (text: string): readonly Entry[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry);
