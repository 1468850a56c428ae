import { payableNow } from '../books/owed.ts';
import type { PayeeBalance } from '../books/payee-cell.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../kernel/money.ts';

/** What may be paid on a day, in whole minor units: what is below one stays payable, and so does a negative balance. */
export function wholePayable(
  balance: PayeeBalance,
  { today, reserveDays }: { readonly today: string; readonly reserveDays: number },
): Nanos {
  const amount = payableNow(balance, { day: today, reserveDays });
  return nanosOf(amount - (amount % nanosPerMinorUnit(balance.currency)));
}
