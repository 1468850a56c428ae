/** A month of a customer with a billing day, by its days. */
export interface BillingCycle {
  /** The calendar month in which it begins: it is named by that. */
  readonly month: string;
  /** Both inclusive. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** The half-open stretch of time billed. */
export interface InvoicePeriod {
  readonly start: string;
  /** Exclusive. */
  readonly end: string;
  readonly timezone: string;
  /** The first and the last local day in it, both inclusive: what a person reads. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** The month that it is all of, or a part; only where the customer has a billing day. */
  readonly cycle?: BillingCycle;
}
