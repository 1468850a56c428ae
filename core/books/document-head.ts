import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** A signed amount on one account, by the account's name. */
export interface Posting {
  readonly account: string;
  readonly currency: Currency;
  readonly amount: Nanos;
  /** Of revenue: the month of the payer's calendar that it was for. Documents of before it was kept do not say it. */
  readonly service?: Month;
}

/** What every document says. */
export interface DocumentHead {
  /** A function of what caused it, so that the same cause is never booked twice. */
  readonly id: string;
  readonly currency: Currency;
  /** When it was written; never before the document ahead of it. */
  readonly recordedAt: Timestamp;
  /** When it counts. */
  readonly effectiveAt: Timestamp;
  readonly postings: readonly Posting[];
}

/** A number in a series without gaps. */
export interface Numbered {
  readonly series: string;
  readonly ordinal: number;
  readonly number: string;
}
