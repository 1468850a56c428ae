import { type Decimal, decimalFromInteger, decimalText } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import {
  canonicalJson,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '../kernel/json.ts';
import { Rejection } from '../kernel/rejection.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { refuseLargeEvent } from '../metering/intake/usage-event-from.ts';
import { addsUp, type Meter, shownAggregation } from '../metering/meter.ts';
import { EventFields, type Reading, readingOf } from '../metering/meter-reading.ts';
import { shown } from '../metering/shown.ts';
import { identified, spendSource, type UsageEvent } from '../metering/usage-event.ts';
import type { DimensionValues } from '../pricing/charge.ts';
import type { UseAsked } from './charge.ts';
import type { PayerTerms } from './payer-terms.ts';
import { putField } from './put-field.ts';
import type { ToRecord } from './to-record.ts';

/** A meter that counts reads each unit off an event of its own. */
const countedUnitsMax = 1_000n;
/** What a request holds has been bounded on the way in. */
const DEPTH_MAX = 1_000;
/** As long as ids of events are: no two have the same. */
const LONGEST_ID = 'x'.repeat(64);
const one = decimalFromInteger(1n);

/** What a caller wants to use. */
export interface UseWanted {
  readonly meter: string;
  readonly quantity: Decimal;
  /** The only one of the payer where left out. */
  readonly subject: string | undefined;
  /** By the names that the meter gives them; they are put into the event's data. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** What the event says besides. */
  readonly data: JsonObject | undefined;
}

/**
 * What is to be used, with what its event says: exactly this quantity is read off it by the meter, and by no other that
 * anything is charged by.
 * @throws Rejection `meter.not-found`, `hold.subject-missing`, `hold.quantity-invalid`, `hold.meter-not-gated`,
 *   `hold.several-meters`, `request.invalid` where data and dimensions contradict, `event.too-large`
 */
export function useFrom(terms: PayerTerms, at: Timestamp, wanted: UseWanted): UseAsked {
  const meter = terms.meter(wanted.meter);
  refuseQuantity(meter, wanted.quantity);
  const subject = terms.subjectAt(at, wanted.subject);
  const data = withDimensions(meter, wanted);
  refuseOtherValue(meter, data, wanted.quantity);
  const use = {
    ...{ subject, meter: meter.key, type: meter.eventType, quantity: wanted.quantity },
    ...(data === undefined ? {} : { data: canonicalJson(data) }),
  };
  const event = eventOf(meter, { gated: use, quantity: wanted.quantity, id: LONGEST_ID, at });
  refuseLargeEvent(event);
  const dimensions = dimensionsRead(meter, event, wanted);
  refuseOtherMeters(terms, meter, event);
  return { ...use, dimensions };
}

/**
 * The events of what was captured, the same whenever they are made again. A meter that counts has one for each unit;
 * one that adds up has one with the quantity as its value.
 */
export function eventsOf(meter: Meter, recorded: Omit<ToRecord, 'seq'>): readonly UsageEvent[] {
  const { quantity, id } = recorded;
  if (meter.aggregation === 'sum' || quantity === one) return [eventOf(meter, recorded)];
  const units = quantity / one;
  invariant(units <= countedUnitsMax, `at most ${countedUnitsMax} units are captured at once`);
  const events: UsageEvent[] = [];
  for (let unit = 1n; unit <= units; unit += 1n) {
    events.push(eventOf(meter, { ...recorded, id: `${id}~${unit}` }));
  }
  return events;
}

type Recorded = Pick<ToRecord, 'quantity' | 'id' | 'at'> & {
  readonly gated: Pick<ToRecord['gated'], 'subject' | 'type' | 'data'>;
};

function eventOf(meter: Meter, { gated, quantity, id, at }: Recorded): UsageEvent {
  const { subject, type } = gated;
  const data = withValue(meter, gated.data, quantity);
  return { source: spendSource, id, type, subject, occurredAt: at, data };
}

/** What an event says, with the quantity where the meter adds it up. */
function withValue(
  { aggregation, value: path }: Meter,
  data: string | undefined,
  quantity: Decimal,
): string | undefined {
  if (aggregation === 'count' || path === undefined) return data;
  const besides = data === undefined ? {} : parseJson(data, DEPTH_MAX);
  invariant(isJsonObject(besides), 'what an event says besides is an object');
  const all = putField(besides, path, jsonOf(quantity));
  invariant(all !== undefined, 'the place of a value was looked at before it was held');
  return canonicalJson(all);
}

const jsonOf = (quantity: Decimal): JsonValue => parseJson(decimalText(quantity), DEPTH_MAX);

/**
 * Refuses what a meter cannot be asked for.
 * @throws Rejection `hold.quantity-invalid`
 */
function refuseQuantity(meter: Meter, quantity: Decimal): void {
  const text = decimalText(quantity);
  if (quantity <= 0n) throw badQuantity(`give a quantity above 0, got ${text}`);
  if (meter.aggregation !== 'count' || quantity % one === 0n) return;
  throw badQuantity(`give whole units of ${meter.key}, which counts events, got ${text}`);
}

/**
 * Refuses what cannot be recorded at once.
 * @throws Rejection `hold.quantity-invalid`
 */
export function refuseCapture(meter: Meter, quantity: Decimal): void {
  if (quantity !== 0n) refuseQuantity(meter, quantity);
  if (meter.aggregation !== 'count' || quantity <= one * countedUnitsMax) return;
  throw badQuantity(
    `capture at most ${countedUnitsMax} units of ${meter.key} at once: each is an event; got ${decimalText(quantity)}`,
  );
}

const badQuantity = (detail: string): Rejection =>
  new Rejection('hold.quantity-invalid', detail, { param: '/quantity' });

/** The data with the dimensions in their fields; undefined where there is nothing to say. */
function withDimensions(
  meter: Meter,
  { dimensions, data }: Pick<UseWanted, 'dimensions' | 'data'>,
): JsonObject | undefined {
  let all = data;
  for (const [name, value] of Object.entries(dimensions)) {
    const param = pointerTo('/dimensions', name);
    if (!meter.dimensions.includes(name)) {
      const known = meter.dimensions.map(shown).join(', ');
      const detail = `name dimensions of ${meter.key} (${known === '' ? 'it has none' : known}), got ${shown(name)}`;
      throw new Rejection('request.invalid', detail, { param });
    }
    const put = putField(all ?? {}, name, value, 'keep');
    if (put === undefined) {
      const detail = `say ${shown(name)} once: data has something else there than ${shown(value)}`;
      throw new Rejection('request.invalid', detail, { param });
    }
    all = put;
  }
  return all;
}

/** Data may have the quantity where the meter reads it; nothing else is read instead. */
function refuseOtherValue(meter: Meter, data: JsonObject | undefined, quantity: Decimal): void {
  if (meter.aggregation !== 'sum' || meter.value === undefined || data === undefined) return;
  if (putField(data, meter.value, jsonOf(quantity), 'keep') !== undefined) return;
  const detail = `leave ${shown(meter.value)} out of data, or give the quantity there: ${meter.key} adds it up`;
  throw new Rejection('request.invalid', detail, { param: pointerTo('/data', meter.value) });
}

/** What the meter reads off the event: the quantity, and the dimensions as they were asked for. */
function dimensionsRead(
  meter: Meter,
  event: UsageEvent,
  { quantity, dimensions }: UseWanted,
): DimensionValues {
  const reading = readBy(meter, event);
  if (reading === undefined) {
    const filter = Object.entries(meter.filter).map(
      ([field, values]) => `${shown(field)} one of ${values.map(shown).join(', ')}`,
    );
    throw notRead(meter, `its filter wants ${filter.join(' and ')} in data`);
  }
  const { tally, isRounded } = reading;
  if (!addsUp(meter) || (tally?.kind !== 'count' && tally?.kind !== 'sum')) {
    throw notRead(meter, `only count and sum are gated, it is ${shownAggregation(meter)}`);
  }
  const isExact = tally.kind === 'count' || (tally.sum === quantity && !isRounded);
  if (!isExact) throw notRead(meter, 'it reads another quantity');
  const read: DimensionValues = Object.fromEntries(
    meter.dimensions.map((name, place) => [name, reading.dimensions[place] ?? null]),
  );
  const other = Object.entries(dimensions).find(([name, value]) => read[name] !== value);
  if (other === undefined) return read;
  throw new Rejection('request.invalid', `give ${shown(other[0])} in at most 256 characters`, {
    param: pointerTo('/dimensions', other[0]),
  });
}

const readBy = (meter: Meter, event: UsageEvent): Reading | undefined =>
  readingOf(meter, identified('', event), new EventFields(event));

const notRead = ({ key }: Meter, why: string): Rejection =>
  new Rejection('hold.meter-not-gated', `${key} would not count this: ${why}`, { param: '/data' });

/** What the event costs by another meter would not be held; what that cannot read would be billed to nobody. */
function refuseOtherMeters(terms: PayerTerms, own: Meter, event: UsageEvent): void {
  for (const meter of terms.pricedMeters(event.occurredAt)) {
    if (meter.key === own.key) continue;
    const reading = readBy(meter, event);
    if (reading === undefined) continue;
    if (!terms.isPriced(event.occurredAt, meter, reading.dimensions)) continue;
    const detail =
      reading.tally === undefined
        ? `give data that the filter of ${meter.key} does not take, or ask for ${meter.key} instead: the plan charges by it, too, and it would find nothing that it can read in ${shown(meter.value ?? 'data')}`
        : `give data that ${meter.key} does not read, too: the plan charges by it, and only what ${own.key} costs would be held`;
    throw new Rejection('hold.several-meters', detail, { param: '/meter' });
  }
}

const pointerTo = (place: string, name: string): string =>
  name.startsWith('/')
    ? `${place}${name}`
    : `${place}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
