import { accountName } from '../books/account.ts';
import type { Books } from '../books/books.ts';
import type { CustomerCell } from '../books/cell.ts';
import { documentId, type PaymentDocument } from '../books/document.ts';
import { receivedOf } from '../books/kinds/payment.ts';
import type { Page } from '../books/page.ts';
import { netPostings } from '../books/postings.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { type Month, monthOfDate } from '../kernel/month.ts';
import { isSuspense, suspenseOf } from '../kernel/payer.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localDate, type TimeZone, utc } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { applyOn, stateOn } from './applications.ts';
import { bankEntryPaymentId } from './bank-entry.ts';
import { type Dated, datedAt, refuseMisdated, yearBefore } from './dated.ts';
import { issuedInvoice, refuseVoid } from './issued-invoice.ts';
import { openInvoices } from './open-invoices.ts';
import { amountDue, writtenOff } from './payment-state.ts';
import { refuseOthersInvoice, refuseRepeated, refuseUnpayable } from './refusals.ts';
import { latestDocuments, refuseInvoicePayment } from './told-as-invoice-payment.ts';
import { RAIL_OF_MOVES, refuseRail } from './told-rail.ts';
import { refuseTooManyUnapplied, unappliedOn } from './too-many-unapplied.ts';
import { otherKindId, refuseOtherKind, walletPaymentId } from './wallet-payment.ts';

/**
 * What a payer's money is for: the open invoices of its currency, those that are due first, first; nothing yet; or the
 * invoices that are named by their ids, in that order. Without an amount, an invoice takes what is due of it, or what
 * is left of the money.
 */
export type PaymentUse =
  | 'oldest'
  | 'none'
  | readonly { readonly invoice: string; readonly amount?: Nanos | undefined }[];

/** Money that came in from a payer. */
export interface PayerPaymentRequest {
  /** The payer's key, as invoices have it as `customer`. */
  readonly payer: string;
  readonly currency: Currency;
  readonly amount: Nanos;
  /** Over which it came: `bank`, `card`, … */
  readonly rail: string;
  /** The rail's own word for it; with the payer and the rail it says which payment this is. */
  readonly reference: string;
  /** What names the entry of a bank statement that it is: then that alone says which payment this is. */
  readonly bankEntry?: string | undefined;
  readonly receivedAt: Timestamp;
  /** It is for the payer's wallet. */
  readonly isOfWallet?: true;
  /** The seller's, by which days are told; UTC where left out. */
  readonly timeZone?: TimeZone;
  readonly apply: PaymentUse;
  /** Whether the catalog has the payer as a customer: then it may pay before anything of it is in the books. */
  readonly isCustomer?: boolean;
}

/** As many have room in one block, with the payment and what they take back of write-offs. */
export const invoicesPerPaymentMax = 40;
/** Each time, another document of the same payer has come. */
const ATTEMPTS_MAX = 50;

/**
 * Records a payer's payment once, however often it is told, and applies it in the same block; what is left is unapplied
 * money of the payer. Told again, it is answered as it was recorded, and applied to nothing further.
 * @throws Rejection `payment.payer-unknown`, `payment.amount-invalid`, `payment.date-invalid`, `payment.differs`,
 * `payment.amount-exceeded`, `payment.not-applicable`, `payment.too-many-unapplied`, `invoice.not-found`,
 * `invoice.already-void`, `request.invalid` for an invoice named twice and the rail of moves, `books.full`
 */
export async function recordPayerPayment(
  books: Books,
  tenant: string,
  request: PayerPaymentRequest,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { payer, apply } = request;
  const id = payerPaymentId(request);
  const otherId = otherKindId(request);
  const customer = { kind: 'customer', customer: payer } as const;
  if (typeof apply !== 'string') refuseRepeated(apply);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const latest = await latestDocuments(books, tenant, payer);
    const chosen = await chosenFor(books, tenant, request);
    const invoices = chosen.uses.map(({ invoice }) => invoice);
    const outcome = await books.record(tenant, {
      cells: [customer],
      originals: [id, otherId, ...invoices],
      decide: (page) => {
        const known = page.originals.get(id);
        if (known?.kind === 'payment') {
          refuseOther(request, known);
          return { id, isNew: false };
        }
        refuseOtherKind(page, request, otherId);
        refuseRail(page, request.rail);
        const version = page.versionAt(customer);
        if (latest.version !== version) return undefined;
        if (apply === 'oldest' && chosen.version !== version) return undefined;
        refuseInvoicePayment(page, request, { entries: latest.entries, invoices });
        payOn(page, { id, request, uses: chosen.uses });
        return { id, isNew: true };
      },
    });
    if (outcome !== undefined) return outcome;
  }
  throw new Error(`gave up recording a payment of ${payer}: its documents do not stand still`);
}

/** The invoices that a payment is for. */
export type PaymentUses = Exclude<PaymentUse, string>;

export const payerPaymentId = ({
  payer,
  rail,
  reference,
  bankEntry,
  isOfWallet,
}: Pick<
  PayerPaymentRequest,
  'payer' | 'rail' | 'reference' | 'bankEntry' | 'isOfWallet'
>): string => {
  if (isOfWallet === true) return walletPaymentId({ customer: payer, rail, reference });
  return bankEntry === undefined
    ? documentId('payment', ['payer', payer, rail, reference])
    : bankEntryPaymentId(bankEntry);
};

/** The invoices that so much money is for, and the version of the payer's cell that they were chosen by. */
export async function chosenFor(
  books: Books,
  tenant: string,
  {
    payer,
    currency,
    amount,
    apply,
  }: Pick<PayerPaymentRequest, 'payer' | 'currency' | 'amount' | 'apply'>,
): Promise<{ readonly uses: PaymentUses; readonly version: number | undefined }> {
  if (apply === 'none') return { uses: [], version: undefined };
  if (apply !== 'oldest') return { uses: apply, version: undefined };
  const { invoices, version } = await openInvoices(books, tenant, { payer, currency });
  const uses: { invoice: string }[] = [];
  let left: bigint = amount;
  for (const { id, due } of invoices) {
    if (left <= 0n || uses.length >= invoicesPerPaymentMax) break;
    uses.push({ invoice: id });
    left -= due;
  }
  return { uses, version };
}

/** What a payment on a page is made of. */
export interface PaymentOnPage {
  readonly id: string;
  readonly request: PayerPaymentRequest;
  readonly uses: PaymentUses;
}

/** Adds a payment that is not there yet, and what it is for. The payer's cell and the invoices were asked for. */
export function payOn(page: Page, { id, request, uses }: PaymentOnPage): void {
  const { payer, receivedAt, timeZone = utc } = request;
  const dated = datedAt(receivedAt, timeZone);
  const cell = page.at({ kind: 'customer', customer: payer });
  const mayBegin = request.isCustomer === true || isSuspense(payer);
  if (cell === undefined && !mayBegin) throw payerUnknown(payer);
  refuseOtherSuspense(request);
  const { closed } = cell ?? { closed: [] };
  refuseUnpayable(request.amount, request.currency);
  refuseMisdated(dated, {
    code: 'payment.date-invalid',
    param: '/receivedAt',
    ...earliestOf({ closed }, { now: page.recordedAt, timeZone }),
    now: page.recordedAt,
  });
  const waiting = unappliedOn(page, payer);
  const deposit = closed.length > 0 ? {} : { deposit: monthRecorded(page) };
  const document = { ...payerPaymentDocument(id, request, { page, dated }), ...deposit };
  page.add(document);
  let left: bigint = request.amount;
  for (const use of uses) left -= applyPart(page, { document, dated, use, left: nanosOf(left) });
  refuseTooManyUnapplied(page, payer, waiting);
}

/** So that what is unknown is told rail by rail. What is moved back comes over the rail of moves. */
function refuseOtherSuspense({ payer, rail }: PayerPaymentRequest): void {
  const own = suspenseOf(rail);
  if (!isSuspense(payer) || payer === own || rail === RAIL_OF_MOVES) return;
  throw new Rejection(
    'payment.payer-unknown',
    `name it ${own}, as the money came over ${rail}, got ${JSON.stringify(payer.slice(0, 80))}`,
    { param: '/customer' },
  );
}

const monthRecorded = ({ recordedAt }: Page): Month => monthOfDate(localDate(recordedAt, utc));

const payerUnknown = (payer: string): Rejection =>
  new Rejection(
    'payment.payer-unknown',
    `name a customer, or a payer with a document in the books, by the key that its invoices have as customer, or suspense: and a rail while nobody knows whose it is; got ${JSON.stringify(payer.slice(0, 80))}`,
    { param: '/customer' },
  );

/** Some pay in advance, but not more than a year before the first month that they were billed for. */
export function earliestOf(
  { closed }: Pick<CustomerCell, 'closed'>,
  { now, timeZone }: { readonly now: Timestamp; readonly timeZone: TimeZone },
): { readonly first: string; readonly why: string } {
  const [month] = closed;
  return month === undefined
    ? { first: yearBefore(localDate(now, timeZone)), why: 'a year ago' }
    : {
        first: yearBefore(localDate(month.start, timeZone)),
        why: 'a year before the first month that the payer was billed for',
      };
}

function applyPart(
  page: Page,
  part: {
    readonly document: PaymentDocument;
    readonly dated: Dated;
    readonly use: PaymentUses[number];
    readonly left: Nanos;
  },
): bigint {
  const { document, dated, use, left } = part;
  const issued = issuedInvoice(page, use.invoice);
  refuseVoid(issued);
  refuseOthersInvoice(document, issued.document);
  const state = stateOn(page, use.invoice);
  const owed = amountDue(state) + writtenOff(state);
  const most = owed < left ? owed : left;
  const amount = use.amount ?? nanosOf(most < 0n ? 0n : most);
  if (use.amount !== undefined) refuseUnpayable(use.amount, document.currency);
  if (amount > most) {
    throw new Rejection(
      'payment.amount-exceeded',
      `apply what is due of ${issued.document.number} and left of the payment, ${nanosText(nanosOf(most))} at most, got ${nanosText(amount)}`,
      { param: '/apply' },
    );
  }
  if (amount === 0n) return 0n;
  applyOn(
    { received: receivedOf(document), invoice: issued.document, amount },
    { page, dated, cause: document.id },
  );
  return amount;
}

/** Of a payer's own payment, the id says whose it is; of an entry of a bank it does not. */
function refuseOther(
  { payer, amount, currency, reference }: PayerPaymentRequest,
  known: PaymentDocument,
): void {
  const isSame = amount === known.amount && currency === known.currency;
  if (isSame && payer === known.customer) return;
  const told = (of: string, nanos: Nanos, code: string) =>
    `${nanosText(nanos)} ${code} of ${JSON.stringify(of.slice(0, 80))}`;
  throw new Rejection(
    'payment.differs',
    `give another payment another reference: ${JSON.stringify(reference.slice(0, 80))} is recorded with ${told(known.customer, known.amount, known.currency)}, got ${told(payer, amount, currency)}`,
    { param: payer === known.customer ? '/amount' : '/customer' },
  );
}

function payerPaymentDocument(
  id: string,
  { payer: customer, currency, rail, reference, amount }: PayerPaymentRequest,
  { page, dated }: { readonly page: Page; readonly dated: Dated },
): PaymentDocument {
  return {
    kind: 'payment',
    id,
    customer,
    currency,
    recordedAt: page.recordedAt,
    effectiveAt: dated.effectiveAt,
    postings: netPostings([
      { account: accountName({ kind: 'cash', rail }), currency, amount },
      { account: accountName({ kind: 'unapplied', customer }), currency, amount: nanosOf(-amount) },
    ]),
    day: dated.day,
    rail,
    reference,
    amount,
  };
}
