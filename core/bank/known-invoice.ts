import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { BankEntry } from './bank-statement.ts';

/** An invoice that an entry may pay, as the books say it is. */
export interface KnownInvoice {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly currency: Currency;
  /** What can be paid of it, also where it was written off; zero or less where nothing can be. */
  readonly due: Nanos;
  readonly dueAt: Timestamp;
  readonly isVoid: boolean;
  /** What was paid of it, the latest last, also where it was taken back. */
  readonly payments: readonly KnownPayment[];
}

/** A payment in the books, which money out may take back, or which may be the very money that came in. */
export interface KnownPayment {
  readonly id: string;
  readonly rail: string;
  readonly amount: Nanos;
  readonly currency: Currency;
  /** In the seller's time zone; unknown of those of before it was kept. */
  readonly day: string | undefined;
  readonly isReversed: boolean;
}

/** What the books and the catalog say of those whom entries may be from. */
export interface KnownPayers {
  /** By their numbers. */
  readonly invoices: ReadonlyMap<string, KnownInvoice>;
  /** Keys of customers, by `nameKeys`. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** Of a customer that a name names: its invoices with something due. */
  readonly open: ReadonlyMap<string, readonly KnownInvoice[]>;
  /** Of a customer that a number or a name names: money of its last documents, the latest last. */
  readonly moved: ReadonlyMap<string, readonly MovedMoney[]>;
  /** Of such a customer: the first day that money of it can have, and why. */
  readonly firstDays: ReadonlyMap<string, { readonly first: string; readonly why: string }>;
  /** Of entries that name the reference of a wallet: whose that is. */
  readonly wallets: ReadonlyMap<BankEntry, string>;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
  readonly now: Timestamp;
}

/** Money that a customer paid, or was paid back. */
export interface MovedMoney extends KnownPayment {
  readonly kind: 'payment' | 'refund';
}
