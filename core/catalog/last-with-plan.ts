import { laterMonth, type Month } from '../kernel/month.ts';
import type { CommitmentTerm } from './commitments.ts';
import type { Customer } from './customer.ts';
import { customerCalendar } from './customer-after.ts';
import type { DefaultPlan } from './tenant-billing.ts';

/** The last month of a term on any day of which a customer has a plan: it owes what is missing by then. */
export function lastWithPlan(
  customer: Pick<Customer, 'plan' | 'timezone' | 'timezones' | 'billingDay' | 'billingDays'>,
  { from, end }: Pick<CommitmentTerm, 'from' | 'end'>,
  defaultPlan: DefaultPlan | undefined,
): Month | undefined {
  const { firstDay } = customerCalendar(customer);
  const general = defaultPlan === undefined ? null : defaultPlan.plan;
  const parts = [{ plan: general, from: defaultPlan?.from ?? '' }, ...(customer.plan ?? [])];
  const hasPlan = (month: Month): boolean =>
    parts.some((part, index) => {
      const until = parts[index + 1]?.from ?? '9';
      const isAny = part.from < until && part.from < firstDay(laterMonth(month));
      return part.plan !== null && isAny && until > firstDay(month);
    });
  for (let month = end; month >= from; month = laterMonth(month, -1)) {
    if (hasPlan(month)) return month;
  }
  return undefined;
}
