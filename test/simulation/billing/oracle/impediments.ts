import type { BillingLedger, Impediment } from '../ledger.ts';
import type { ReadDocument } from './books-reader.ts';

/**
 * What stood in a month's way from its end until now, all the time: whoever had looked, whenever, would have seen it.
 * What came up or went away in between may have been missed, lawfully, by a look before or after.
 */
export function impedimentTo(
  { impediments }: BillingLedger,
  tenant: string,
  { period, overrides = [] }: ReadDocument,
  now: number,
): string | undefined {
  if (period === undefined) return undefined;
  const { start, end } = period;
  const stands = ({ from, to, occurredAt, ...other }: Impediment): boolean =>
    other.tenant === tenant &&
    start <= occurredAt &&
    occurredAt < end &&
    from < end &&
    (to === undefined || to >= now) &&
    !overrides.some(({ check }) => check === other.check);
  const found = impediments.find(stands);
  return found === undefined
    ? undefined
    : `${found.check} since ${found.from}, for what occurred at ${found.occurredAt}`;
}
