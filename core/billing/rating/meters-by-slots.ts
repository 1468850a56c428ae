import type { PlanStretch } from '../../invoicing/rated-charges.ts';
import { isRolledUp, type Meter } from '../../metering/meter.ts';
import { usageKindOf } from '../../pricing/charge-usage.ts';
import { metersOf } from '../unbilled/priced-meters.ts';

/** The first catalog that has all of these meters. */
export const catalogWith = (meters: Iterable<Meter>): number =>
  Math.max(0, ...Array.from(meters, ({ sinceVersion }) => sinceVersion));

/**
 * The meters of a month of which each slot is read: those that are not rolled up, and those whose events a price looks
 * at one by one, as slots say where they are. `charged` leaves out those that nothing is charged for.
 */
export function metersBySlots(
  stretches: readonly PlanStretch[],
  meters: ReadonlyMap<string, Meter>,
  wanted: 'charged' | 'any',
): ReadonlySet<string> {
  const charges = stretches.flatMap(({ stretch: { version } }) => version?.charges ?? []);
  const charged = new Set(charges.flatMap(metersOf));
  const byEvents = charges.filter(({ price }) => usageKindOf(price) === 'each-event');
  const bySlots = [...meters.values()].filter(
    (meter) => !isRolledUp(meter) && (wanted === 'any' || charged.has(meter.key)),
  );
  return new Set([...bySlots.map(({ key }) => key), ...byEvents.map(({ meter }) => meter)]);
}
