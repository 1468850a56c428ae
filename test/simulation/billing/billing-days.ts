import type { Customer } from '../../../core/catalog/customer.ts';
import type { Dice } from '../dice.ts';
import { type BillingScenario, changeFrom, type TermsChange } from './scenario.ts';

const billingDays = [2, 15, 28] as const;

/** Whether anybody has, or is to have, months that begin on another day than the first. */
export const hasBillingDays = ({ tenants, change }: BillingScenario): boolean =>
  change?.kind === 'day' ||
  tenants.some(({ customers }) => customers.some(({ billingDay }) => billingDay !== undefined));

/** In some runs months of some begin on another day than the first: all else is as it is without. */
export function withBillingDays(scenario: BillingScenario, dice: Dice): BillingScenario {
  if (!dice.chance(0.3)) return scenario;
  const { tenants, labels, change } = scenario;
  const [first, ...others] = tenants.map((tenant) => {
    const [one, ...more] = tenant.customers.map((customer) =>
      dice.chance(0.5) ? { ...customer, ...billingDayFrom({ labels, dice }) } : customer,
    );
    return { ...tenant, customers: [one ?? tenant.customers[0], ...more] as const };
  });
  const day = { ...(change ?? changeFrom(dice)), kind: 'day', day: dice.pick([1, ...billingDays]) };
  return {
    ...scenario,
    tenants: [first ?? tenants[0], ...others],
    change: dice.chance(0.5) ? (day as TermsChange) : change,
  };
}

/** Months begin on another day from the second or the third on: the one before is longer. */
function billingDayFrom({
  labels,
  dice,
}: {
  readonly labels: readonly string[];
  readonly dice: Dice;
}): Pick<Customer, 'billingDay' | 'billingDays'> {
  const day = dice.pick(billingDays);
  const from = labels[dice.between(1, 2)] ?? '';
  return {
    billingDay: day,
    billingDays: [
      { day: 1, from: '1970-01' },
      { day, from },
    ],
  };
}
