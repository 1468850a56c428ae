import type { CustomerCell } from '../books/cell.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { KeptInWallet } from '../payments/use-unapplied.ts';
import { type BillingPeriod, closedMonths } from './billing-period.ts';

/** A payer's wallet, as its months are closed. */
export interface ClosingWallet {
  /** Payments with which what is in it was bought, and what is left of each that can be spent. */
  readonly left: ReadonlyMap<string, Nanos>;
  /** By month, what usage of it took of what was bought, with tax. */
  readonly bought: ReadonlyMap<Month, Nanos>;
}

/** What of a wallet the invoice of a month leaves there: what can be spent, and what other months did that are open. */
export function keptFor(
  wallet: ClosingWallet | undefined,
  customer: CustomerCell | undefined,
  { month: own }: Pick<BillingPeriod, 'month'>,
): KeptInWallet | undefined {
  if (wallet === undefined) return undefined;
  const closed = new Set(closedMonths(customer).map(({ month }) => month));
  const forOthers = [...wallet.bought].reduce(
    (sum, [month, amount]) => (month === own || closed.has(month) ? sum : sum + amount),
    0n,
  );
  return { left: wallet.left, forOthers: nanosOf(forOthers) };
}
