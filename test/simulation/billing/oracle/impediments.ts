import type { Impediment } from '../ledger.ts';
import type { BillingContext } from '../run-context.ts';
import type { ReadDocument } from './books-reader.ts';

/**
 * What stood in a month's way from its end until now, all the time: whoever had looked, whenever, would have seen it.
 * What came up or went away in between may have been missed, lawfully, by a look before or after.
 */
export function impedimentTo(
  world: Pick<BillingContext, 'ledger' | 'agreementsOf'>,
  tenant: string,
  { customer, period, overrides = [] }: ReadDocument,
  now: number,
): string | undefined {
  if (period === undefined) return undefined;
  const { start, end } = period;
  const stands = ({ from, to, occurredAt, subject, ...other }: Impediment): boolean =>
    other.tenant === tenant &&
    (subject === undefined ||
      world.agreementsOf(tenant).surelyPays(customer, subject, occurredAt)) &&
    start <= occurredAt &&
    occurredAt < end &&
    from < end &&
    (to === undefined || to >= now) &&
    !overrides.some(({ check }) => check === other.check);
  const found = world.ledger.impediments.find(stands);
  return found === undefined
    ? undefined
    : `${found.check} since ${found.from}, for what occurred at ${found.occurredAt}`;
}
