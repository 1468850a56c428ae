import type { CommitmentBody } from '../contract/catalog/commitment-shapes.ts';
import { type ExactAmount, exactFromDecimal, exactOf } from '../kernel/exact-amount.ts';
import { laterMonth, type Month, monthFrom, monthsFrom } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { prorated } from '../pricing/share.ts';
import { decimalAt } from '../pricing/wire-decimals.ts';
import { monthsOfInterval } from './invoice-interval.ts';

/** A term of a commitment: its months, and what they come to together at least. */
export interface CommitmentTerm {
  readonly from: Month;
  readonly end: Month;
  readonly amount: ExactAmount;
}

/**
 * Commitments as they were sent, where each can be kept.
 * @throws Rejection `request.invalid`, `period.malformed`, `price.negative`, `price.too-precise`, `price.out-of-range`
 */
export function checkedCommitments(all: readonly CommitmentBody[]): readonly CommitmentBody[] {
  for (const [index, { from, until, amount }] of all.entries()) {
    const param = `/commitments/${index}`;
    monthFrom(from, `${param}/from`);
    if (decimalAt(amount, `${param}/amount`) <= 0n) {
      throw refused(`${param}/amount`, `give what is above 0, got ${amount}`);
    }
    const before = all[index - 1];
    if (before !== undefined && from < (before.until ?? nextMonth(before.from))) {
      throw refused(
        `${param}/from`,
        `list commitments by month, each from where the one before has ended, got ${from} after ${before.until ?? before.from}`,
      );
    }
    if (until !== undefined && monthFrom(until, `${param}/until`) <= from) {
      throw refused(
        `${param}/until`,
        `give a month after ${from}, with which it begins, got ${until}`,
      );
    }
  }
  return all;
}

const nextMonth = (month: string): Month => laterMonth(monthFrom(month));

const refused = (param: string, what: string): Rejection =>
  new Rejection('request.invalid', `${param}: ${what}`, { param });

/** The term that a month is in, whatever plans there are. */
export function termIn(
  all: readonly CommitmentBody[] | undefined,
  month: Month,
): CommitmentTerm | undefined {
  const index = all?.findLastIndex((one) => one.from <= month) ?? -1;
  const commitment = all?.[index];
  if (commitment === undefined) return undefined;
  const { every, until, amount } = commitment;
  const [ended] = [until, all?.[index + 1]?.from].flatMap((one) => one ?? []).sort();
  if (ended !== undefined && ended <= month) return undefined;
  const months = monthsOfInterval[every];
  const first = monthFrom(commitment.from);
  const since = monthsFrom(first, month);
  const from = laterMonth(first, since - (since % months));
  const whole = laterMonth(from, months - 1);
  const end = ended === undefined || whole < ended ? whole : laterMonth(monthFrom(ended), -1);
  const share = { from: 0, to: monthsFrom(from, end) + 1, of: months };
  const least = exactFromDecimal(decimalAt(amount, '/commitments'));
  return { from, end, amount: exactOf(prorated(least, share)) };
}
