import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar } from '../../catalog/customer-after.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';

/** So many months were reached back before the age of events decided it: what was reached then stays in reach. */
const MONTHS_MIN = 2;
/** No two calendar months are shorter than twice this, nor any more of them. */
const DAYS_PER_MONTH_MIN = 28;

/**
 * How many months after its own an event can still come, as events are taken until they are so old: usage of a month
 * can change while so many months after it are open.
 */
export const monthsReachedBackFor = (eventMaxAgeSeconds: number): number =>
  Math.max(
    MONTHS_MIN,
    Math.ceil((eventMaxAgeSeconds * 1_000) / (DAYS_PER_MONTH_MIN * millisecondsPer.day)),
  );

/**
 * The same of a customer. Where its billing day was changed, a month may be days long: as many months as otherwise, and
 * one more, are longer than as many whole ones, however often it was changed.
 */
export const monthsReachedBackOf = (
  { billingDays }: Pick<Customer, 'billingDays'>,
  monthsReachedBack: number,
): number => (billingDays === undefined ? monthsReachedBack : monthsReachedBack + 1);

/** The months before `month` of which usage can still come, the oldest first. */
export const monthsReached = (month: Month, monthsReachedBack: number): readonly Month[] =>
  Array.from({ length: monthsReachedBack }, (_, index) =>
    laterMonth(month, index - monthsReachedBack),
  );

/** Whether every month that reaches back to this one is closed: nothing bills late usage of it any more. */
export function isOutOfReach(
  month: Month,
  closed: readonly { readonly month: Month }[],
  monthsReachedBack: number,
): boolean {
  const known = new Set(closed.map((one) => one.month));
  const after = Array.from({ length: monthsReachedBack }, (_, index) =>
    laterMonth(month, index + 1),
  );
  return after.every((one) => known.has(one));
}

/**
 * Whether a customer has no month to bill any more: its last plan has ended, and no usage of the months in which it had
 * one can come. The months in between are closed with a statement, or with what came late.
 */
export function hasEnded(
  customer: EndingCustomer,
  month: Month,
  monthsReachedBack: number,
): boolean {
  const first = endedIn(customer, monthsReachedBack);
  return first !== undefined && month >= first;
}

type EndingCustomer = Pick<
  Customer,
  'plan' | 'timezone' | 'timezones' | 'billingDay' | 'billingDays'
>;

/** The first month that a customer has nothing to bill of any more; undefined where its last plan has no end. */
export function endedIn(customer: EndingCustomer, monthsReachedBack: number): Month | undefined {
  const last = customer.plan?.at(-1);
  if (last?.plan !== null) return undefined;
  const calendar = customerCalendar(customer);
  const month = calendar.monthOf(last.from);
  const firstWithout = calendar.firstDay(month) === last.from ? month : laterMonth(month);
  const reached = monthsReachedBackOf(customer, monthsReachedBack);
  return laterMonth(firstWithout, Math.max(1, reached));
}
