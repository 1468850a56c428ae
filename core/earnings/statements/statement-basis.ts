import type { PayeeBalance } from '../../books/payee-cell.ts';
import type { EarnedByMeter } from '../../books/payee-document.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type {
  PayeeMovement,
  PayeeStatementReference,
} from '../../contract/payee-statements/statement.ts';
import type { Nanos } from '../../kernel/money.ts';
import type { Month } from '../../kernel/month.ts';
import type { PayeeRecord } from '../../shares/ports.ts';
import type { EarnedLine } from './stated-line.ts';

/** A month of which something was earned since the statement before: one that no statement was of, or another. */
export type MonthEarned =
  | { readonly month: Month; readonly earned: readonly EarnedByMeter[] }
  | {
      readonly month: Month;
      readonly changed: Nanos;
      /** The self-billed document that it was stated by. */
      readonly stated: PayeeStatementReference | undefined;
    };

/** What a payee is owed in a currency, as the books have it. */
type Owed = Pick<
  PayeeBalance,
  'currency' | 'statements' | 'opening' | 'earned' | 'claimed' | 'paidOut'
>;

/** What there is to say, before a place in the books is known for it. */
export interface StatementBasis {
  readonly payee: Pick<PayeeRecord, 'key' | 'body'>;
  readonly billing: Pick<TenantBilling, 'policy' | 'language' | 'withholding'>;
  /** The month that it is of. */
  readonly month: Month;
  readonly owed: Owed;
  /** What the statement before left below a minor unit. */
  readonly carriedIn: Nanos;
  readonly months: readonly MonthEarned[];
  /** By content, of months that no statement was of. */
  readonly lines: ReadonlyMap<Month, readonly EarnedLine[]>;
  /** The latest, in the order of the books, and how many there are besides. */
  readonly movements: readonly PayeeMovement[];
  readonly furtherMovements: number;
}
