import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** An invoice that an entry may pay, as the books say it is. */
export interface KnownInvoice {
  readonly id: string;
  readonly number: string;
  readonly customer: string;
  readonly currency: Currency;
  /** Zero or less where nothing is to be paid any more. */
  readonly due: Nanos;
  readonly dueAt: Timestamp;
  readonly isVoid: boolean;
  /** What was paid of it, the latest last. */
  readonly payments: readonly KnownPayment[];
}

/** A payment in the books that money out may take back. */
export interface KnownPayment {
  readonly id: string;
  readonly rail: string;
  readonly amount: Nanos;
}

/** What the books and the catalog say of those whom entries may be from. */
export interface KnownPayers {
  /** By their numbers. */
  readonly invoices: ReadonlyMap<string, KnownInvoice>;
  /** Keys of customers, by `nameKeys`. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** Of a customer that a name names: its invoices with something due, those that are due first, first. */
  readonly open: ReadonlyMap<string, readonly KnownInvoice[]>;
  /** Of such a customer, its last payments. */
  readonly payments: ReadonlyMap<string, readonly KnownPayment[]>;
}
