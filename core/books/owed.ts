import type { Currency } from '../kernel/currency.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import { laterDate } from '../kernel/local-calendar.ts';
import { exactFromNanos, type Nanos, nanosOf } from '../kernel/money.ts';
import { towardNegative } from '../kernel/rounding.ts';
import type { PayeeBalance } from './payee-cell.ts';
import type { PayeeStatementDocument } from './payee-document.ts';

/** What a payee is owed of whom nothing is known. */
export const nothingOwed = (currency: Currency): PayeeBalance => ({
  currency,
  statements: 0,
  opening: nanosOf(0n),
  earned: nanosOf(0n),
  claimed: nanosOf(0n),
  paidOut: nanosOf(0n),
  inTransit: nanosOf(0n),
  stated: [],
});

/** What is owed: below zero where more was paid out than was earned in the end. */
export const payableOf = ({ opening, earned, claimed, paidOut }: PayeeBalance): Nanos =>
  nanosOf(opening + earned + claimed - paidOut);

/** What a statement says is owed with it. */
export const closingOf = ({
  opening,
  earned,
  claimed,
  paidOut,
  vat,
  withheld,
}: Pick<
  PayeeStatementDocument,
  'opening' | 'earned' | 'claimed' | 'paidOut' | 'vat' | 'withheld'
>): Nanos =>
  nanosOf(opening + earned + claimed - paidOut + (vat?.amount ?? 0n) - (withheld?.amount ?? 0n));

/**
 * What can be paid out on a day: what the last statement says and was not paid out since, unless less is owed by now,
 * without what was stated in the last `reserveDays`. At least zero.
 */
export function payableNow(
  balance: PayeeBalance,
  { day, reserveDays }: { readonly day: string; readonly reserveDays: number },
): Nanos {
  const stated = balance.opening - balance.paidOut;
  const owed = payableOf(balance);
  const young = laterDate(day, -reserveDays);
  const held = balance.stated
    .filter((one) => one.day > young)
    .reduce<bigint>((sum, { amount }) => sum + amount, 0n);
  const left = (stated < owed ? stated : owed) - held;
  return nanosOf(left < 0n ? 0n : left);
}

/** What of an exact amount is posted: whole nanos, cut toward minus infinity. */
export const postedOf = (exact: ExactAmount): Nanos =>
  nanosOf(towardNegative(exact, exactFromNanos(nanosOf(1n))));
