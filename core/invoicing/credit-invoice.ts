import { accountName, type RevenueSource } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import { deferredAccount } from '../books/deferred.ts';
import {
  type CreditedLine,
  type CreditNoteDocument,
  documentId,
  type InvoiceDocument,
} from '../books/document.ts';
import type { Posting } from '../books/document-head.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { InvoiceLine } from '../contract/invoices/invoice.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate } from '../kernel/time-zone.ts';
import { freeExcessOn } from '../payments/applications.ts';
import { datedAt } from '../payments/dated.ts';
import { type IssuedInvoice, issuedInvoice, refuseVoid } from '../payments/issued-invoice.ts';
import { creditNoteContent } from './credit-note-content.ts';
import type { CreditRequest } from './credit-request.ts';
import { isAllCredited, linesToCredit } from './credited-lines.ts';
import { type CreditedTax, creditedTaxes, isCredited } from './credited-taxes.ts';
import { contentText } from './invoice-content.ts';
import { nextNumber } from './series.ts';
import { serviceMonthOf } from './service-month.ts';
import { cellsOfDeferred, isWaiting } from './undone-postings.ts';

/**
 * Credits an issued invoice, in part or in full, with a number from the series of credit notes; the invoice stays as it
 * was. What is paid too much by it is unapplied money of the payer from then on. Tax is that on all that has been
 * credited less what was credited before, so that part by part it comes to the invoice's own. The same key again is the
 * same credit note, and nothing is added.
 * @throws Rejection `request.idempotency-key-reused` where that one is another correction; `invoice.not-found`,
 * `invoice.already-void`, `invoice.line-unknown`, `invoice.amount-invalid`, `invoice.credit-too-large`
 */
export async function creditInvoice(
  books: Books,
  tenant: string,
  { policy, request }: { readonly policy: InvoicingPolicy; readonly request: CreditRequest },
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { invoice, key } = request;
  const id = documentId('credit-note', [invoice, key]);
  const { document } = issuedInvoice(
    await books.read(tenant, { cells: [], originals: [invoice] }),
    invoice,
  );
  return books.record(tenant, {
    cells: cellsOfDeferred(document),
    originals: [invoice, id],
    decide: (page) => {
      const issued = issuedInvoice(page, invoice);
      const known = page.originals.get(id);
      if (known?.kind === 'credit-note') {
        refuseOtherCredit(request, known, issued);
        return { id, isNew: false };
      }
      refuseVoid(issued);
      page.add(creditNoteDocument(id, request, { issued, policy, page }));
      const dated = datedAt(page.recordedAt, policy.timeZone);
      freeExcessOn(issued.document, { page, dated, cause: id });
      return { id, isNew: true };
    },
  });
}

/** A key names one correction: whoever uses it for another would take that for made. */
function refuseOtherCredit(
  { key, reason, lines }: CreditRequest,
  known: CreditNoteDocument,
  issued: IssuedInvoice,
): void {
  const isSame =
    reason === contentFrom(known).reason &&
    (lines === undefined ? tookTheRest(known, issued) : textOf(lines) === textOf(known.lines));
  if (isSame) return;
  throw new Rejection(
    'request.idempotency-key-reused',
    `send another correction under another key: ${JSON.stringify(key.slice(0, 80))} is that of ${known.number}, which has another reason or other lines`,
    { param: 'idempotency-key' },
  );
}

/** Whether it was of all that was left then: nothing is credited after that. */
const tookTheRest = ({ id }: CreditNoteDocument, issued: IssuedInvoice): boolean =>
  isAllCredited(issued) && issued.state.creditNotes.at(-1)?.id === id;

const textOf = (lines: readonly CreditedLine[]): string =>
  JSON.stringify(lines.map(({ line, amount }) => [line, String(amount)]).sort());

function creditNoteDocument(
  id: string,
  request: CreditRequest,
  from: {
    readonly issued: IssuedInvoice;
    readonly policy: InvoicingPolicy;
    readonly page: Page;
  },
): CreditNoteDocument {
  const { issued, policy, page } = from;
  const { customer, currency } = issued.document;
  const lines = linesToCredit(request, issued);
  const all = creditedTaxes(lines, issued);
  const taxes = all.filter(isCredited);
  const subtotal = sumOf(lines.map(({ amount }) => amount));
  const total = nanosOf(subtotal + sumOf(taxes.map(({ amount }) => amount)));
  const numbered = nextNumber(
    policy.series.creditNote,
    localDate(page.recordedAt, policy.timeZone),
    page.head(),
  );
  const taxBefore = sumOf(all.map(({ before }) => before));
  const figures = { lines, taxes, taxBefore, subtotal, total };
  const issue = { ...numbered, issuedAt: page.recordedAt };
  return {
    ...numbered,
    kind: 'credit-note',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: page.recordedAt,
    postings: netPostings([
      { account: accountName({ kind: 'receivable', customer }), currency, amount: nanosOf(-total) },
      ...lines.map(({ line, amount }) =>
        creditedPosting(lineNamed(issued, line), amount, { document: issued.document, page }),
      ),
      ...taxes.map(({ tax, amount }: CreditedTax) => ({
        account: accountName({ kind: 'tax', code: tax.code }),
        currency,
        amount,
      })),
    ]),
    invoice: request.invoice,
    lines,
    subtotal,
    total,
    content: contentText(creditNoteContent(id, figures, { issued, request, policy, issue })),
  };
}

/** Takes a line from what it was earned by, in the month that it was for, or from where it waits for that. */
function creditedPosting(
  line: InvoiceLine,
  amount: Nanos,
  { document, page }: { readonly document: InvoiceDocument; readonly page: Page },
): Posting {
  const service = serviceMonthOf(line, document.period.month);
  const earned = accountName({ kind: 'revenue', source: sourceOf(line) });
  const deferred = deferredAccount(earned);
  const waits =
    service > document.period.month &&
    isWaiting(document, { account: deferred, month: service }, page);
  return { account: waits ? deferred : earned, currency: document.currency, amount, service };
}

const sumOf = (amounts: readonly Nanos[]): Nanos =>
  nanosOf(amounts.reduce<bigint>((sum, amount) => sum + amount, 0n));

function lineNamed({ content }: IssuedInvoice, id: string): InvoiceLine {
  const line = content.lines.find((one) => one.id === id);
  invariant(line !== undefined, `line ${id} was looked up before`);
  return line;
}

/** What a line was earned by; what it cannot tell is credited to revenue of its own. */
function sourceOf({ meter, kind, charge }: InvoiceLine): RevenueSource {
  if (meter !== undefined) return { of: 'meter', key: meter };
  const isPlain = kind === 'fee' || kind === 'minimum';
  return isPlain && charge !== undefined ? { of: kind, key: charge } : { of: 'other', key: kind };
}
