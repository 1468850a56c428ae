import type { Currency } from '../kernel/currency.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Charge } from './charge.ts';

/** How usage becomes money. All versions are in one currency. */
export interface Plan {
  readonly name: string | undefined;
  /** Ascending by `effectiveFrom`, at least one. */
  readonly versions: readonly PlanVersion[];
}

/** What a plan says from one day on. */
export interface PlanVersion {
  /** `YYYY-MM-DD`: in force from the midnight with which that day begins in the customer's time zone. */
  readonly effectiveFrom: string;
  readonly currency: Currency;
  /** A total below it is carried to the next invoice. */
  readonly minimumCharge: Nanos;
  readonly charges: readonly Charge[];
  readonly fixedFees: readonly FixedFee[];
  /** What all charges together come to a month, at least; fixed fees do not count towards it. */
  readonly minimumCommitment: Decimal | undefined;
}

/** What a month costs whatever is used. */
export interface FixedFee {
  /** Unique among the fees of a version. */
  readonly key: string;
  readonly amount: Decimal;
  readonly description: string;
  /** `days`: for the days of the month it is in force. `none`: whole for each month it is in force at all. */
  readonly proration: 'days' | 'none';
  /** On the invoice before the month it is for, or on that month's own. */
  readonly timing: 'advance' | 'arrears';
  readonly taxCode: string | undefined;
}
