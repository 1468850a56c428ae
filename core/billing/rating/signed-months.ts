import type { CountedMonth } from '../../books/agreed.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import type { ClosedCustomerMonth } from './customer-months.ts';
import { partsOfWindows } from './month-usage.ts';
import { levelsGoingOn } from './open-levels.ts';
import type { RatingRun, TalliedMonth } from './rating-run.ts';
import { type SignedUsage, UsageSigns } from './usage-signs.ts';

/** A month that is rated for a closing. */
export interface SignedMonth extends TalliedMonth {
  /** Of its usage as it was before it was read; undefined where nobody asked, or it goes by more than its own usage. */
  readonly sign?: string | undefined;
}

/** A closed month; where it is settled, what it comes to is billed, and it is not rated again. */
export interface SignedClosedMonth
  extends SignedMonth,
    Pick<ClosedCustomerMonth, 'version' | 'signs'> {
  readonly isSettled?: boolean;
}

/** The months of a payer that are rated for a closing. */
export interface SignedMonths {
  readonly current: SignedMonth;
  readonly earlier: readonly SignedClosedMonth[];
}

const PAYERS_AT_ONCE = 16;

/** Payers' months with their signs. To be asked for before anything that was used is read. */
export async function signedMonths<Months extends SignedMonths>(
  { ports, tenant, meters }: RatingRun,
  all: readonly Months[],
): Promise<readonly Months[]> {
  // A level that goes on is what all months before have left: no sign is of so many.
  if (levelsGoingOn(meters).length > 0) return all;
  const signs = new UsageSigns(ports, tenant);
  return inParallel(PAYERS_AT_ONCE, all, async (months) => ({
    ...months,
    current: { ...months.current, sign: await signs.of(usageOf(months.current)) },
    earlier: await inParallel(1, months.earlier, async (month) => {
      const sign = await signs.of(usageOf(month));
      return { ...month, sign, isSettled: month.signs.includes(sign) };
    }),
  }));
}

/** What a month comes to also goes by the days before it that its trailing windows reach into. */
const usageOf = (month: TalliedMonth): SignedUsage =>
  month.windows.reads === undefined
    ? month
    : { period: month.windows.reads, usedBy: partsOfWindows(month) };

/** What a closing keeps of the months that were rated for it. */
export const countedMonths = (months: readonly SignedMonth[]): readonly CountedMonth[] =>
  months.flatMap(({ period: { month }, sign }) => (sign === undefined ? [] : [{ month, sign }]));
