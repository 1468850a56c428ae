import { Rejection } from '../kernel/rejection.ts';
import {
  type Aggregation,
  addsUp,
  aggregations,
  type Meter,
  shownAggregation,
} from '../metering/meter.ts';
import type { Charge } from './charge.ts';
import { usageKindOf } from './charge-usage.ts';
import type { Plan } from './plan.ts';
import type { PriceModel } from './price.ts';

/** What the meter of a charge must add up: events carry money or prices only as values of a sum. */
const aggregationsFor = {
  per_unit: aggregations,
  graduated: aggregations,
  volume: aggregations,
  package: aggregations,
  percentage: ['sum'],
  graduated_percentage: ['sum'],
  dynamic: ['sum'],
} as const satisfies Record<PriceModel, readonly Aggregation[]>;

/**
 * Refuses a plan that its tenant's meters cannot feed.
 * @throws Rejection `meter.not-found`, `plan.meter-unsuited`, `plan.dimension-unknown`
 */
export function checkMeters(plan: Plan, meters: ReadonlyMap<string, Meter>): void {
  for (const [versionIndex, version] of plan.versions.entries()) {
    for (const [index, charge] of version.charges.entries()) {
      checkCharge(charge, meters, `/versions/${versionIndex}/charges/${index}`);
    }
  }
}

function checkCharge(charge: Charge, meters: ReadonlyMap<string, Meter>, param: string): void {
  const meter = knownMeter(charge.meter, meters, `${param}/meter`);
  const wanted: readonly Aggregation[] = aggregationsFor[charge.price.model];
  const isWindowed = meter.window !== undefined && wanted !== aggregations;
  if (isWindowed || !wanted.includes(meter.aggregation)) {
    throw new Rejection(
      'plan.meter-unsuited',
      `${charge.price.model} needs a meter with aggregation ${wanted.join(' or ')}, got ${meter.key}, which has ${shownAggregation(meter)}`,
      { param: `${param}/meter` },
    );
  }
  checkDimensions(charge, meter, `${param}/filter`);
  checkCountMeter(charge, meter, { meters, param: `${param}/countMeter` });
}

function knownMeter(key: string, meters: ReadonlyMap<string, Meter>, param: string): Meter {
  const meter = meters.get(key);
  if (meter !== undefined) return meter;
  throw new Rejection('meter.not-found', `create the meter ${key} first: there is none`, { param });
}

function checkDimensions({ filter }: Charge, meter: Meter, param: string): void {
  if (filter.kind !== 'match') return;
  for (const name of filter.values.keys()) {
    if (meter.dimensions.includes(name)) continue;
    const known = meter.dimensions.join(', ');
    throw new Rejection(
      'plan.dimension-unknown',
      `filter by a dimension of the meter ${meter.key} (${known === '' ? 'it has none' : known}), got ${name}`,
      { param },
    );
  }
}

/** Both meters must see the same events, or the fixed amount would be charged for others. */
function checkCountMeter(
  { price }: Charge,
  meter: Meter,
  { meters, param }: { readonly meters: ReadonlyMap<string, Meter>; readonly param: string },
): void {
  if (price.model !== 'percentage' || price.countMeter === undefined) return;
  const counter = knownMeter(price.countMeter, meters, param);
  const isOfSameEvents =
    usageKindOf(price) !== 'events' || signatureOf(counter) === signatureOf(meter);
  if (counter.aggregation === 'count' && addsUp(counter) && isOfSameEvents) return;
  throw new Rejection(
    'plan.meter-unsuited',
    `count the events of ${meter.key} with a meter of aggregation count that has its event type, filter and dimensions, got ${counter.key}`,
    { param },
  );
}

const signatureOf = ({ eventType, filter, dimensions, chargedOnly }: Meter): string =>
  JSON.stringify([eventType, Object.entries(filter).sort(), dimensions, chargedOnly]);
