import { BadEntry, objectIn, objectsIn, textIn } from './entry.ts';
import { isObject, type JsonObject } from './json.ts';
import { nearest, ONE, PLACES, sumOf, unitsOf } from './numbers.ts';

/** What a line says of trailing windows, of whose days the month has the greatest, or the mean. */
export interface ExplainedWindows {
  readonly statistic: string;
  readonly windows: readonly Window[];
}

interface Window {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly quantity: bigint;
}

/** What a meter read off an event, and when that was. */
export interface ReadEvent {
  readonly at: number;
  readonly value: string;
}

/** The windows of a line; undefined where its meter has none. @throws BadEntry */
export function windowsIn(usage: JsonObject): ExplainedWindows | undefined {
  if (!isObject(usage['window'])) return undefined;
  const statistic = textIn(objectIn(usage, 'window'), 'statistic');
  return { statistic, windows: objectsIn(usage, 'windows').map(windowIn) };
}

function windowIn(from: JsonObject): Window {
  const quantity = unitsOf(from['quantity'], PLACES);
  if (quantity === undefined) throw new BadEntry('a window has a quantity');
  return { start: instantIn(from, 'start'), end: instantIn(from, 'end'), quantity };
}

export const readEventIn = (from: JsonObject): ReadEvent => ({
  at: instantIn(from, 'time'),
  value: textIn(from, 'value'),
});

function instantIn(from: JsonObject, name: string): number {
  const at = Date.parse(textIn(from, name));
  if (Number.isNaN(at)) throw new BadEntry(`${name} is a time, got ${textIn(from, name)}`);
  return at;
}

/** What a month has of its windows: the greatest, or their mean to 12 places, a half away from zero; of none 0. */
export function ofWindows({ statistic, windows }: ExplainedWindows): bigint {
  const quantities = windows.map(({ quantity }) => quantity);
  const [first = 0n, ...others] = quantities;
  if (statistic === 'max') return others.reduce((most, one) => (one > most ? one : most), first);
  return nearest(sumOf(quantities), BigInt(Math.max(1, quantities.length)));
}

/** Whether each window comes to what the events in it do. */
export const areOfEvents = (
  { windows }: ExplainedWindows,
  aggregation: string,
  events: readonly ReadEvent[],
): boolean =>
  windows.every(({ start, end, quantity }) => {
    const values = events.filter(({ at }) => start <= at && at < end).map(({ value }) => value);
    return quantity === counted(aggregation, values);
  });

function counted(aggregation: string, values: readonly string[]): bigint | undefined {
  if (aggregation === 'count') return BigInt(values.length) * ONE;
  if (aggregation === 'unique_count') return BigInt(new Set(values).size) * ONE;
  const units = values.flatMap((value) => unitsOf(value, PLACES) ?? []);
  return units.length === values.length ? sumOf(units) : undefined;
}
