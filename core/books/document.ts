import type { Decimal } from '../kernel/decimal.ts';
import { sha256 } from '../kernel/digest.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Agreed, KeptTreatment } from './agreed.ts';
import type { DocumentHead, Numbered } from './document-head.ts';
import type { PayeeDocument } from './payee-document.ts';

/** Whom a document is about, where somebody is to pay: its payer's key. */
export interface OfCustomer {
  readonly customer: string;
}

/** A customer's month: `YYYY-MM` and the half-open instants it stands for. */
interface PeriodOfDocument {
  readonly month: Month;
  readonly start: Timestamp;
  readonly end: Timestamp;
}

/** By how much what is billed of one charge of one month grows, or shrinks. */
export interface BilledChange {
  /** `YYYY-MM`: an earlier month's in an adjustment. */
  readonly period: Month;
  /** What the rating calls the charge within that month. */
  readonly charge: string;
  /** The revenue account it stands on, and how it is taxed: what is needed to take it back. */
  readonly account: string;
  readonly taxCode: string;
  readonly quantity: Decimal;
  readonly exact: ExactAmount;
}

/**
 * What a customer carries of one tax code, before the document and after it: whole nanos, which stand on the carry
 * account, and the residue of exact amounts below a nano, at least zero, which stands on none. Kept by tax code, so
 * that it is taxed right when it is invoiced in the end.
 */
export interface CarryChange {
  readonly taxCode: string;
  /** Of adjustments of closed months, where they were taxed otherwise than what is charged now. */
  readonly taxed?: KeptTreatment;
  readonly in: Nanos;
  readonly out: Nanos;
  readonly residueIn: ExactAmount;
  readonly residueOut: ExactAmount;
}

/** What closing a month, or undoing that, changes. */
export interface ClosingFacts {
  readonly period: PeriodOfDocument;
  /** From 1; grows when a void invoice is billed again. */
  readonly attempt: number;
  readonly billed: readonly BilledChange[];
  /** Exact value of usage, fees, minimums and adjustments first recognised here; of a void, what is taken back. */
  readonly recognised: ExactAmount;
  readonly carry: readonly CarryChange[];
  /** Checks that a person has overruled, and why. */
  readonly overrides: readonly { readonly check: string; readonly reason: string }[];
  readonly agreed?: Agreed;
}

export interface InvoiceDocument extends DocumentHead, OfCustomer, ClosingFacts, Numbered {
  readonly kind: 'invoice';
  readonly subtotal: Nanos;
  readonly total: Nanos;
  readonly dueAt: Timestamp;
  /** The invoice as issued, canonical JSON: served and rendered from these very bytes. */
  readonly content: string;
}

/** A month closed without an invoice. */
export interface StatementDocument extends DocumentHead, OfCustomer, ClosingFacts {
  readonly kind: 'statement';
  readonly content: string;
}

export interface CreditedLine {
  readonly line: string;
  /** Without tax; of the sign of the invoice's line. */
  readonly amount: Nanos;
}

export interface CreditNoteDocument extends DocumentHead, OfCustomer, Numbered {
  readonly kind: 'credit-note';
  readonly invoice: string;
  readonly lines: readonly CreditedLine[];
  readonly subtotal: Nanos;
  readonly total: Nanos;
  readonly content: string;
}

/** What a document about an invoice says that shows a customer nothing. Those of before both were kept are without. */
export interface OfInvoice {
  readonly invoice: string;
  readonly invoiceNumber?: string;
  /** The day on which it counts, `YYYY-MM-DD`, in the seller's time zone of then. */
  readonly day?: string;
}

/** Undoes an invoice: its postings with their signs turned. */
export interface VoidDocument
  extends DocumentHead,
    OfCustomer,
    OfInvoice,
    Omit<ClosingFacts, 'overrides' | 'agreed'> {
  readonly kind: 'void';
  /** `rebill` opens the month again; `forgive` leaves it closed, its usage billed for good as nothing. */
  readonly afterwards: 'rebill' | 'forgive';
  readonly reason: string;
  readonly subtotal: Nanos;
  readonly total: Nanos;
}

/** Money that came in from a payer. Where it names an invoice, it is applied to that at once. */
export interface PaymentDocument extends DocumentHead, OfCustomer, Partial<OfInvoice> {
  readonly kind: 'payment';
  readonly rail: string;
  readonly reference: string;
  readonly amount: Nanos;
  /** What of it is applied to the invoice, where that is less than all of it. The rest is unapplied. */
  readonly applied?: Nanos;
  /**
   * Of a payer no month of whom is closed yet: the month in which it was recorded, in UTC. That the payer has a cell is
   * told by the cell of this month, as it is told of others by the months that they closed.
   */
  readonly deposit?: Month;
}

/** What is said of a payment wherever it is spoken of. */
export interface ReceivedPayment {
  readonly payment: string;
  readonly rail: string;
  readonly reference: string;
  readonly receivedAt: Timestamp;
  /** The day of it in the seller's time zone; unknown of those recorded before it was kept. */
  readonly receivedOn?: string;
}

/** Money of a payment that is applied to an invoice of the same payer; taken back where the amount is below zero. */
export interface ApplicationDocument extends DocumentHead, OfCustomer, OfInvoice, ReceivedPayment {
  readonly kind: 'application';
  readonly amount: Nanos;
}

/** Money of a payment that was paid back: what was applied to no invoice. */
export interface RefundDocument extends DocumentHead, OfCustomer {
  readonly kind: 'refund';
  readonly payment: string;
  readonly day: string;
  /** Over which it went, and the rail's own word for it. */
  readonly rail: string;
  readonly reference: string;
  readonly amount: Nanos;
}

/** Why money was taken back from us: a card holder's objection, a debit that bounced, or something else. */
const reversalReasons = ['chargeback', 'returned', 'other'] as const;
export type ReversalReason = (typeof reversalReasons)[number];

/** Money of a payment that was taken back from us, over the rail that it came over. */
export interface ReversalDocument extends DocumentHead, OfCustomer {
  readonly kind: 'reversal';
  readonly payment: string;
  readonly day: string;
  readonly rail: string;
  readonly reference: string;
  readonly reason: ReversalReason;
  readonly amount: Nanos;
}

/** Unapplied money of a payment that nobody can claim any more, as what was bought with it has ended: it is earned. */
export interface BreakageDocument extends DocumentHead, OfCustomer {
  readonly kind: 'breakage';
  readonly payment: string;
  readonly day: string;
  /** The grant of a wallet that has ended. */
  readonly grant: string;
  readonly amount: Nanos;
}

/** What is due of an invoice and is not hoped for any more; below zero where it came after all, or is not owed. */
export interface WriteOffDocument extends DocumentHead, OfCustomer, OfInvoice {
  readonly kind: 'write-off';
  readonly reason: string;
  readonly amount: Nanos;
}

/** A payer was reminded of what is due of an invoice. It moves nothing. */
export interface ReminderDocument extends DocumentHead, OfCustomer, OfInvoice {
  readonly kind: 'reminder';
  readonly day: string;
  /** Which reminder of the invoice it is by the settings of then, from 1; each is made at most once. */
  readonly level: number;
  /** How many days after the invoice was due that one was to come. */
  readonly afterDays: number;
  /** Those before it that were never made, as this one was due by then. */
  readonly skipped: readonly number[];
  /** What was due. */
  readonly due: Nanos;
  readonly daysOverdue: number;
  /** What the seller says with it. */
  readonly text?: string;
}

/** Nobody is reminded of an invoice before a day, as it is disputed or agreed otherwise; or is again, without a day. */
export interface PauseDocument extends DocumentHead, OfCustomer, OfInvoice {
  readonly kind: 'pause';
  readonly day: string;
  readonly until?: string;
  readonly reason: string;
}

/** The documents about who pays. */
export type CustomerDocument =
  | InvoiceDocument
  | StatementDocument
  | CreditNoteDocument
  | VoidDocument
  | PaymentDocument
  | ApplicationDocument
  | RefundDocument
  | ReversalDocument
  | BreakageDocument
  | WriteOffDocument
  | ReminderDocument
  | PauseDocument;

/** One balanced fact. A document never changes; a mistake is reversed by another. */
export type BooksDocument = CustomerDocument | PayeeDocument;

const kindsOfPayee: Readonly<Record<PayeeDocument['kind'], true>> = {
  share: true,
  'share-reversal': true,
  'payee-statement': true,
  payout: true,
  'payout-settlement': true,
  'payout-return': true,
  claim: true,
};

/** Whether a document is about somebody who earns, and about nobody who pays. */
export const isOfPayee = (document: BooksDocument): document is PayeeDocument =>
  Object.hasOwn(kindsOfPayee, document.kind);

/** The documents that close a month. */
export type ClosingDocument = InvoiceDocument | StatementDocument;

const ID_HEX_DIGITS = 32;

/** Invoice and statement share a prefix: a month is closed by one of them, whichever it turns out to be. */
const prefixes = {
  closing: 'inv',
  'credit-note': 'cn',
  void: 'void',
  payment: 'pay',
  application: 'app',
  refund: 'ref',
  reversal: 'rev',
  breakage: 'brk',
  'write-off': 'wo',
  reminder: 'rem',
  pause: 'pause',
  share: 'shr',
  'share-reversal': 'shr',
  'payee-statement': 'pst',
  payout: 'pout',
  'payout-settlement': 'pset',
  'payout-return': 'pret',
  claim: 'clm',
} as const;

/** The id of the document that `cause` brings about: 128 bits of its hash. */
export function documentId(kind: keyof typeof prefixes, cause: readonly string[]): string {
  const hash = sha256(JSON.stringify([kind, ...cause])).toString('hex');
  return `${prefixes[kind]}_${hash.slice(0, ID_HEX_DIGITS)}`;
}

const ID = new RegExp(`^(?:${Object.values(prefixes).join('|')})_[0-9a-f]{${ID_HEX_DIGITS}}$`);

/** Whether a text is of the form of a document's id; a number hardly is. */
export const isDocumentId = (text: string): boolean => ID.test(text);

/** What the document of a closing is called before it exists. */
export const closingId = (customer: string, period: Month, attempt: number): string =>
  documentId('closing', [customer, period, String(attempt)]);
