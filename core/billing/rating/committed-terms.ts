import { lastWithPlan, termIn } from '../../catalog/commitments.ts';
import type { Customer } from '../../catalog/customer.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import type { CommittedTerm } from '../../invoicing/term-charges.ts';
import type { Month } from '../../kernel/month.ts';

/** The terms of a customer's commitments that months are in; nearly always none. */
export function committedTerms(
  customer: Customer,
  months: readonly Month[],
  { defaultPlan }: Pick<TenantBilling, 'defaultPlan'>,
): readonly CommittedTerm[] {
  if (customer.commitments === undefined) return [];
  const terms = new Map<Month, CommittedTerm>();
  for (const month of months) {
    const term = termIn(customer.commitments, month);
    const last = term === undefined ? undefined : lastWithPlan(customer, term, defaultPlan);
    if (term !== undefined && last !== undefined) terms.set(term.from, { ...term, last });
  }
  return [...terms.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
}
