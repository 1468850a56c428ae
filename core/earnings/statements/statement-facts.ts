import type { HeadCell } from '../../books/cell.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type {
  PayeeMovement,
  PayeeStatementReference,
} from '../../contract/payee-statements/statement.ts';
import type { Currency } from '../../kernel/currency.ts';
import type { Nanos } from '../../kernel/money.ts';
import type { Month } from '../../kernel/month.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { PayeeRecord } from '../../shares/ports.ts';
import type { EarnedByMeter, EarnedLine } from './stated-line.ts';

/** A month of which something was earned since the statement before: one that no statement was of, or another. */
export type MonthSince =
  | { readonly month: Month; readonly earned: readonly EarnedByMeter[] }
  | {
      readonly month: Month;
      readonly changed: Nanos;
      /** The self-billed document that it was stated by. */
      readonly stated: PayeeStatementReference | undefined;
    };

/** What a payee is owed in a currency, as the books have it: see `PayeeBalance`. */
export interface OwedSince {
  readonly currency: Currency;
  readonly statements: number;
  readonly opening: Nanos;
  readonly earned: Nanos;
  readonly claimed: Nanos;
  readonly paidOut: Nanos;
}

/** All that a statement says, before it says it. */
export interface StatementFacts {
  readonly id: string;
  readonly payee: Pick<PayeeRecord, 'key' | 'body'>;
  readonly billing: Pick<TenantBilling, 'policy' | 'language' | 'withholding'>;
  /** The month that it is of. */
  readonly month: Month;
  readonly now: Timestamp;
  readonly owed: OwedSince;
  /** What the statement before left below a minor unit. */
  readonly carriedIn: Nanos;
  /** By month. */
  readonly months: readonly MonthSince[];
  /** By content, of months that no statement was of. */
  readonly lines: ReadonlyMap<Month, readonly EarnedLine[]>;
  /** The latest, and how many there are besides. */
  readonly movements: readonly PayeeMovement[];
  readonly furtherMovements: number;
  readonly head: HeadCell;
}
