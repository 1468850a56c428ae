import { boundedKey } from '../kernel/bounded-key.ts';
import type { Currency } from '../kernel/currency.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { Agreed, KeptTreatment } from './agreed.ts';
import type { ReceivedPayment } from './document.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import type { PayeeCell, PayeeDocumentsCell, PayeeMonthCell, PayoutState } from './payee-cell.ts';

/** What is folded from every document: the numbers given, and the balances of accounts that are not a customer's. */
export interface HeadCell {
  readonly kind: 'head';
  /** Documents so far. */
  readonly documents: number;
  readonly recordedAt: Timestamp;
  /** The last ordinal of each series, by name. */
  readonly series: readonly { readonly name: string; readonly last: number }[];
  /**
   * By account and currency. The customers' own accounts stand here together, as `customers:receivable`,
   * `customers:carry` and `customers:unapplied`, those of payees as `payees:payable`.
   */
  readonly balances: readonly Balance[];
}

export interface Balance {
  readonly account: string;
  readonly currency: Currency;
  readonly amount: Nanos;
}

/** What a customer carries, of one currency and tax code: nanos on the carry account, and a residue below a nano. */
export interface Carry {
  readonly currency: Currency;
  readonly taxCode: string;
  /** Where it is not taxed as what is charged when it is invoiced. */
  readonly taxed?: KeptTreatment;
  readonly amount: Nanos;
  readonly residue: ExactAmount;
}

/** A customer's sums in one currency. `recognised` = `invoiced` + all that is carried, always. */
export interface CustomerTotals {
  readonly currency: Currency;
  readonly recognised: ExactAmount;
  /** Subtotals of invoices that are not void. */
  readonly invoiced: Nanos;
  /** Subtotals of credit notes. */
  readonly credited: Nanos;
  readonly receivable: Nanos;
}

/** A month that is closed now, and the invoice that stands for it. */
export interface ClosedMonth {
  readonly month: Month;
  readonly start: Timestamp;
  readonly end: Timestamp;
  readonly invoiced?: DocumentPlace & { readonly currency: Currency; readonly subtotal: Nanos };
}

/** What of a payment is applied to no invoice, and neither refunded nor reversed: above zero. */
export interface UnappliedPayment extends ReceivedPayment {
  readonly currency: Currency;
  readonly amount: Nanos;
}

export interface CustomerCell {
  readonly kind: 'customer';
  readonly customer: string;
  readonly carry: readonly Carry[];
  readonly totals: readonly CustomerTotals[];
  /** By when they began: one for each month of a customer's life at most. */
  readonly closed: readonly ClosedMonth[];
  /** How many pages of documents are full, and stand in cells of their own. */
  readonly pages: number;
  /** Those after the full pages, in the order of the log. */
  readonly documents: readonly DocumentEntry[];
  /** The oldest payment first; left out where there is none. */
  readonly unapplied?: readonly UnappliedPayment[];
}

/** A full page of a customer's documents, in the order of the log. It never changes. */
export interface DocumentsCell {
  readonly kind: 'documents';
  readonly customer: string;
  /** From 0. */
  readonly page: number;
  readonly documents: readonly DocumentEntry[];
}

/** A customer's month: whether it is closed, and what has been billed of it, here and in later adjustments. */
export interface PeriodCell {
  readonly kind: 'period';
  readonly month: Month;
  readonly customer: string;
  /** How often it was billed and that voided for another attempt, plus one. */
  readonly attempt: number;
  readonly closedBy?: {
    readonly id: string;
    readonly number?: string;
    readonly issuedAt: Timestamp;
    readonly currency: Currency;
  };
  /** What it was last closed under; a void that opens it again keeps that, so that it is billed again as agreed. */
  readonly agreed?: AgreedMonth;
  readonly billed: readonly {
    readonly charge: string;
    readonly account: string;
    readonly taxCode: string;
    readonly quantity: Decimal;
    readonly exact: ExactAmount;
  }[];
  /** What was charged before the month and is not earned yet, by account and currency; of a closed month nothing. */
  readonly deferred?: readonly Balance[];
}

/** Whether a month was closed, and voided to be billed again: it stays what it was closed under. */
export const isReopened = ({
  closedBy,
  attempt,
}: {
  readonly closedBy?: PeriodCell['closedBy'] | undefined;
  readonly attempt: number;
}): boolean => closedBy === undefined && attempt > 1;

/** What a month was closed under, with its bounds. */
export interface AgreedMonth extends Omit<Agreed, 'prices' | 'couponsAhead'> {
  readonly start: Timestamp;
  readonly end: Timestamp;
}

/** Where a document is, and of an invoice, a payment or a payout what has become of it. */
export interface DocumentCell extends DocumentPlace {
  readonly kind: 'document';
  readonly id: string;
  readonly invoice?: InvoiceState;
  readonly payment?: PaymentChanges;
  readonly payout?: PayoutState;
}

/** What has become of a payment since it was recorded; left out where nothing has. */
export interface PaymentChanges {
  /** By how much what is applied to an invoice has grown since, or shrunk: those that came first, first. */
  readonly applied: readonly {
    readonly invoice: string;
    readonly amount: Nanos;
    readonly invoiceNumber?: string;
  }[];
  readonly refunded: Nanos;
  readonly reversed: Nanos;
  /** What was bought with it and ended unused; left out where nothing. */
  readonly broken?: Nanos;
}

export interface InvoiceState {
  readonly total: Nanos;
  readonly dueAt: Timestamp;
  /** What payments have applied to it. */
  readonly paid: Nanos;
  /** Totals of its credit notes. */
  readonly credited: Nanos;
  /** What has been credited of each line, without tax. */
  readonly creditedLines: readonly { readonly line: string; readonly amount: Nanos }[];
  /** Of which anything was ever applied to it, with what of them is applied now: those that came first, first. */
  readonly payments: readonly {
    readonly id: string;
    readonly rail: string;
    readonly reference: string;
    readonly amount: Nanos;
    readonly receivedAt: Timestamp;
    /** The day of it in the seller's time zone; unknown of those recorded before it was kept. */
    readonly receivedOn?: string;
  }[];
  readonly creditNotes: readonly { readonly id: string; readonly number: string }[];
  readonly voided?: { readonly at: Timestamp; readonly reason: string };
  /** What was applied to it, or taken back, by documents of their own. */
  readonly applications?: readonly {
    readonly id: string;
    readonly payment: string;
    readonly amount: Nanos;
  }[];
  /** What was written off, or taken back of that: in sum what is written off now. */
  readonly writeOffs?: readonly {
    readonly id: string;
    readonly amount: Nanos;
    readonly reason: string;
    readonly at: Timestamp;
  }[];
  /** In the order of their levels. */
  readonly reminders?: readonly InvoiceReminder[];
  /** The day before which nobody is reminded of it. */
  readonly paused?: { readonly until: string; readonly reason: string };
}

/** What later reminders of an invoice go by. */
export interface InvoiceReminder {
  readonly id: string;
  readonly level: number;
  readonly day: string;
  readonly afterDays: number;
}

/** The document that has a number. */
interface NumberCell {
  readonly kind: 'number';
  readonly number: string;
  readonly id: string;
}

export type CellValue =
  | HeadCell
  | CustomerCell
  | DocumentsCell
  | PeriodCell
  | DocumentCell
  | NumberCell
  | PayeeCell
  | PayeeDocumentsCell
  | PayeeMonthCell;

/**
 * A part of what the books come to. Its version is the number of the last block with a document that concerns it, so
 * two folds of one log make the same bytes, wherever each of them stopped on the way.
 */
export interface Cell<Value extends CellValue = CellValue> {
  readonly version: number;
  readonly value: Value;
}

/** The key of a cell that documents are folded into. */
export type FoldedKey =
  | { readonly kind: 'head' }
  | { readonly kind: 'customer'; readonly customer: string }
  | { readonly kind: 'period'; readonly month: Month; readonly customer: string }
  | { readonly kind: 'document'; readonly id: string }
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'payee'; readonly payee: string }
  | { readonly kind: 'payee-month'; readonly month: Month; readonly payee: string };

export type CellKey =
  | FoldedKey
  | { readonly kind: 'documents'; readonly customer: string; readonly page: number }
  | { readonly kind: 'payee-documents'; readonly payee: string; readonly page: number };

/** Full pages are put before what counts them. */
export const isPage = ({ kind }: CellKey): boolean =>
  kind === 'documents' || kind === 'payee-documents';

/** The value under a key of that kind. */
export type ValueAt<Key extends CellKey> = Extract<CellValue, { readonly kind: Key['kind'] }>;

const PAGE_DIGITS = 9;
/** Sorts as its number does. */
const pageText = (page: number): string => String(page).padStart(PAGE_DIGITS, '0');

/**
 * A cell's place: all cells of one partition come sorted by the other part. The months of all customers, and of all
 * payees, are one partition each, so that they can be listed.
 */
export function cellPlace(tenant: string, key: CellKey): { partition: string; sort: string } {
  const place = (...parts: readonly string[]) => JSON.stringify([key.kind, tenant, ...parts]);
  switch (key.kind) {
    case 'head':
      return { partition: place(), sort: '-' };
    case 'customer':
      return { partition: place(boundedKey(key.customer)), sort: '-' };
    case 'documents':
      return { partition: place(boundedKey(key.customer)), sort: pageText(key.page) };
    case 'period':
      return { partition: place(key.month), sort: boundedKey(key.customer) };
    case 'document':
      return { partition: place(key.id), sort: '-' };
    case 'number':
      return { partition: place(key.number), sort: '-' };
    case 'payee':
      return { partition: place(boundedKey(key.payee)), sort: '-' };
    case 'payee-documents':
      return { partition: place(boundedKey(key.payee)), sort: pageText(key.page) };
    case 'payee-month':
      return { partition: place(key.month), sort: boundedKey(key.payee) };
  }
}
