import type { Decimal } from '../kernel/decimal.ts';
import { isLater, type Moment } from '../metering/tally.ts';
import type { Price } from './price.ts';

/**
 * What a price needs to know of a stretch's usage.
 *
 * `quantity`: the charge's meter, merged over the stretch. `events`: besides it, how many events there were, which is
 * the count meter's quantity. `each-event`: no tally that knows nothing of prices holds what an allowance or a limit
 * per event makes of them, so it is folded from the usage log itself, through the meter's own reading of each event.
 */
export type ChargeUsage =
  | { readonly kind: 'quantity'; readonly quantity: Decimal }
  | { readonly kind: 'events'; readonly quantity: Decimal; readonly count: bigint }
  | { readonly kind: 'each-event'; readonly events: readonly EventValue[] };

export type UsageKind = ChargeUsage['kind'];

/** One event, as the charge's meter reads it. */
export interface EventValue {
  readonly at: Moment;
  readonly value: Decimal;
}

/** Which kind of usage `price` is rated on. */
export function usageKindOf(price: Price): UsageKind {
  if (price.model !== 'percentage') return 'quantity';
  const looksAtEach = [
    price.freeEvents,
    price.freeAmount,
    price.minimumPerEvent,
    price.maximumPerEvent,
  ].some((limit) => limit !== undefined);
  if (looksAtEach) return 'each-event';
  return price.fixedPerEvent === 0n ? 'quantity' : 'events';
}

/** By their own times, so that the order in which they came cannot matter. */
export const inOrderOfTime = (events: readonly EventValue[]): readonly EventValue[] =>
  events.toSorted((a, b) => (isLater(a.at, b.at) ? 1 : -1));
