import type { Decimal } from '../kernel/decimal.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { Month } from '../kernel/month.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';

/**
 * What a month was closed under. Usage that comes late, and another closing after a void, go by it, whatever has been
 * agreed since. Months closed before it was kept are without it.
 */
export interface Agreed {
  readonly timeZone: string;
  /** The version of the rules by which events were read and rated. */
  readonly rules: number;
  /** Parts of the month by plan and version, in order; those without a price are not here. */
  readonly stretches: readonly AgreedStretch[];
  readonly taxes: readonly AgreedTax[];
  /** Of a subject that pays for itself: in which parts of the month it did. */
  readonly own?: readonly Period[];
  /** The coupons that counted in it, in their order. */
  readonly coupons?: readonly AgreedCoupon[];
  /** The months that were rated for the closing, itself and those before it, by the signs that their usage had then. */
  readonly counted?: readonly CountedMonth[];
  /** Of the month that charges what is missing of a term: what was committed to. */
  readonly commitment?: AgreedCommitment;
  /** The versions that it was priced by. Only the document keeps it, for who checks it: the month's cell does not. */
  readonly prices?: readonly AgreedPrices[];
  /** The coupons of the next month, where something of that is charged before it; kept as `prices` is. */
  readonly couponsAhead?: readonly AgreedCoupon[];
}

/** A version of a plan, and the SHA-256 of it as canonical JSON, in base64: whoever is shown it can tell. */
export interface AgreedPrices {
  readonly plan: string;
  readonly version: string;
  readonly digest: string;
}

/** A month, and the sign of what was used in it: the same where that has not changed since. */
export interface CountedMonth {
  readonly month: Month;
  readonly sign: string;
}

/** The days `from` up to `to`, of a month of `of`, under the version of a plan of that day. */
export interface AgreedStretch {
  readonly plan: string;
  readonly version: string;
  readonly start: Timestamp;
  readonly end: Timestamp;
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** A coupon on the days `from` up to `to`, of a month of `of`, on which it counted: so many percent, or an amount. */
export interface AgreedCoupon {
  readonly key: string;
  readonly start: Timestamp;
  readonly end: Timestamp;
  readonly from: number;
  readonly to: number;
  readonly of: number;
  readonly percent?: Decimal;
  readonly amount?: Decimal;
  readonly charges?: readonly string[];
  readonly fees?: readonly string[];
}

/** The months `from` to `last`, what their charges were to come to at least, and the prices that its line names. */
export interface AgreedCommitment {
  readonly from: Month;
  readonly last: Month;
  readonly amount: ExactAmount;
  readonly plan: string;
  readonly version: string;
}

/** How something was taxed. */
export interface KeptTreatment {
  readonly category: string;
  readonly rate: Decimal;
  readonly exemptionReason?: string;
  readonly exemptionCode?: string;
}

/** How what has a tax code was taxed. */
export interface AgreedTax extends KeptTreatment {
  readonly code: string;
}
