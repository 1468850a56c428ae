import { termIn } from '../../catalog/commitments.ts';
import type { Customer } from '../../catalog/customer.ts';
import { lastWithPlan } from '../../catalog/last-with-plan.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type { CommittedTerm } from '../../invoicing/term-charges.ts';
import type { Month } from '../../kernel/month.ts';
import type { CustomerMonth } from './customer-months.ts';

/**
 * The terms of a customer's commitments that months are in, and those of which a month has charged what is missing,
 * whatever has become of the commitment since; nearly always none.
 */
export function committedTerms(
  customer: Customer,
  months: readonly Pick<CustomerMonth, 'period' | 'agreed'>[],
  { defaultPlan }: Pick<TenantBilling, 'defaultPlan'>,
): readonly CommittedTerm[] {
  const terms = new Map<Month, CommittedTerm>();
  for (const month of months) {
    const kept = keptTerm(month);
    if (kept !== undefined) terms.set(kept.from, kept);
  }
  for (const { period } of months) {
    const term = termIn(customer.commitments, period.month);
    const last = term === undefined ? undefined : lastWithPlan(customer, term, defaultPlan);
    if (term !== undefined && last !== undefined) terms.set(term.from, { ...term, last });
  }
  return [...terms.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** The term of which a month has charged what is missing, up to that month. */
function keptTerm({
  period: { month },
  agreed,
}: Pick<CustomerMonth, 'period' | 'agreed'>): CommittedTerm | undefined {
  if (agreed?.commitment === undefined) return undefined;
  const { from, last, amount } = agreed.commitment;
  return { from, end: month > last ? month : last, last, amount };
}
