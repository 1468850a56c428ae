import type { Books } from '../books/books.ts';
import type { ApplicationDocument } from '../books/document.ts';
import { documentId } from '../books/document.ts';
import { receivedOf } from '../books/kinds/payment.ts';
import type { Page } from '../books/page.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { type TimeZone, utc } from '../kernel/time-zone.ts';
import { applyOn } from './applications.ts';
import { datedAt } from './dated.ts';
import { decideOnPayment, type RecordedFact } from './decide-on-payment.ts';
import { type IssuedInvoice, issuedInvoice, refuseVoid } from './issued-invoice.ts';
import type { PaymentInBooks } from './payment-in-books.ts';
import { amountDue, writtenOff } from './payment-state.ts';
import { refuseOthersInvoice, refuseUnpayable } from './refusals.ts';
import { refuseTooManyUnapplied, unappliedOn } from './too-many-unapplied.ts';

/** Unapplied money of a payment to apply to an invoice, or to take back from it. */
export interface ApplicationRequest {
  readonly payment: string;
  readonly invoice: string;
  /**
   * Above zero. Where it is left out: to apply, what is unapplied and due; to take back, what is paid too much of the
   * invoice, as far as it is of this payment.
   */
  readonly amount?: Nanos | undefined;
  /** The caller's, for this application. */
  readonly key: string;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
}

/**
 * Applies unapplied money of a payment to an invoice of its payer. The same key again is the same application.
 * @throws Rejection `payment.not-found`, `payment.not-applicable`, `payment.amount-invalid`,
 * `payment.amount-exceeded`, `request.idempotency-key-reused`, `invoice.not-found`, `invoice.already-void`
 */
export const applyPayment = (
  books: Books,
  tenant: string,
  request: ApplicationRequest,
): Promise<RecordedFact> => move(books, tenant, request, 'apply');

/**
 * Takes back what a payment has applied to an invoice: it is unapplied money again, and the invoice is due again. The
 * same key again is the same.
 * @throws Rejection as `applyPayment`, and `payment.too-many-unapplied`
 */
export const unapplyPayment = (
  books: Books,
  tenant: string,
  request: ApplicationRequest,
): Promise<RecordedFact> => move(books, tenant, request, 'unapply');

type Way = 'apply' | 'unapply';

async function move(
  books: Books,
  tenant: string,
  request: ApplicationRequest,
  way: Way,
): Promise<RecordedFact> {
  const { payment, invoice, key, timeZone = utc } = request;
  const id = documentId('application', [payment, way, key]);
  const before = await books.read(tenant, { cells: [], originals: [invoice] });
  const { customer } = issuedInvoice(before, invoice).document;
  const asked = {
    payment,
    originals: [invoice, id],
    cells: [{ kind: 'customer', customer } as const],
  };
  return decideOnPayment(books, tenant, asked, (page, found) => {
    const issued = issuedInvoice(page, invoice);
    const known = page.originals.get(id);
    if (known?.kind === 'application') {
      refuseOther(request, known, way);
      return { id, isNew: false };
    }
    refuseVoid(issued);
    refuseOthersInvoice(found.document, issued.document);
    const { currency } = found.document;
    if (request.amount !== undefined) refuseUnpayable(request.amount, currency);
    const amount =
      way === 'apply' ? toApply(request, found, issued) : toTakeBack(request, found, issued);
    const waiting = unappliedOn(page, customer);
    applyOn(
      {
        id,
        received: receivedOf(found.document),
        invoice: issued.document,
        amount: nanosOf(way === 'apply' ? amount : -amount),
      },
      { page, dated: datedAt(page.recordedAt, timeZone), cause: id },
    );
    refuseTooManyUnapplied(page, customer, waiting);
    return { id, isNew: true };
  });
}

function toApply(
  { amount }: ApplicationRequest,
  { unapplied }: PaymentInBooks,
  { document, state }: IssuedInvoice,
): bigint {
  const owed = amountDue(state) + writtenOff(state);
  const most = owed < unapplied ? owed : unapplied;
  const wanted = amount ?? most;
  if (wanted > 0n && wanted <= most) return wanted;
  if (unapplied <= 0n) throw exceeded('nothing of the payment is unapplied', amount);
  if (owed <= 0n) throw exceeded(`nothing is due of ${document.number}`, amount);
  throw exceeded(
    `apply ${nanosText(nanosOf(most))} at most: ${nanosText(unapplied)} is unapplied, and ${nanosText(nanosOf(owed))} due of ${document.number}`,
    amount,
  );
}

function toTakeBack(
  { amount, invoice }: ApplicationRequest,
  { applied }: PaymentInBooks,
  { document, state }: IssuedInvoice,
): bigint {
  const most = applied.find((one) => one.invoice === invoice)?.amount ?? 0n;
  const excess = -amountDue(state);
  const wanted = amount ?? (excess < most ? excess : most);
  if (wanted > 0n && wanted <= most) return wanted;
  const excessText = nanosText(nanosOf(excess > 0n ? excess : 0n));
  throw exceeded(
    `say how much to take back of the ${nanosText(nanosOf(most))} that are applied to ${document.number}; too much of it is ${excessText}`,
    amount,
  );
}

const exceeded = (detail: string, amount: Nanos | undefined): Rejection =>
  new Rejection(
    'payment.amount-exceeded',
    amount === undefined ? detail : `${detail}; got ${nanosText(amount)}`,
    { param: '/amount' },
  );

/** A key names one application: whoever uses it for another would take that for made. */
function refuseOther(
  { invoice, amount, key }: ApplicationRequest,
  known: ApplicationDocument,
  way: Way,
): void {
  const moved = way === 'apply' ? known.amount : -known.amount;
  if (invoice === known.invoice && (amount ?? moved) === moved) return;
  throw new Rejection(
    'request.idempotency-key-reused',
    `send another application under another key: ${JSON.stringify(key.slice(0, 80))} is that of ${nanosText(nanosOf(moved))} on ${known.invoiceNumber ?? known.invoice}`,
    { param: 'idempotency-key' },
  );
}

/** Takes back the latest applications of a payment up to an amount. Its invoices were asked for. */
export function releaseOn(
  page: Page,
  { document, applied }: PaymentInBooks,
  release: {
    readonly amount: bigint;
    readonly dated: ReturnType<typeof datedAt>;
    readonly cause: string;
  },
): void {
  const { dated, cause } = release;
  let left = release.amount;
  for (const { invoice, amount } of applied.toReversed()) {
    if (left <= 0n) return;
    const taken = amount < left ? amount : left;
    applyOn(
      {
        received: receivedOf(document),
        invoice: issuedInvoice(page, invoice).document,
        amount: nanosOf(-taken),
      },
      { page, dated, cause },
    );
    left -= taken;
  }
}
