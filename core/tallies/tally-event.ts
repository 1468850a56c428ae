import { hash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { JsonObject } from '../kernel/json.ts';
import type { TallyRow } from './tally-rows.ts';

/** What all tallies of a file have in common. */
export interface TallyFile {
  readonly source: string;
  readonly revision: number;
  /** An IANA time zone, in whose days it was added up. */
  readonly timeZone: string;
}

/**
 * What tells a tally from all others of its source and revision. What was added up is no part of it: the same with
 * another sum is a contradiction, and not another tally.
 */
export function tallyIdentity({ day, subject, type, dimensions }: TallyRow): string {
  const parts = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return hash('sha256', JSON.stringify([type, subject, day, parts])).slice(0, 32);
}

/**
 * What makes an event of a tally: at the noon of its day, so that it is in its month wherever its payer is. Many rows
 * are of few days, and to find a noon takes longer than the rest.
 */
export function tallyEvents({
  source,
  revision,
  timeZone,
}: TallyFile): (row: TallyRow) => JsonObject {
  const noons = new Map<string, string>();
  return (row) => {
    const { day, subject, type, values, dimensions } = row;
    const time = noons.get(day) ?? noonOf(day, timeZone);
    noons.set(day, time);
    const id = `${day}:${tallyIdentity(row)}:${revision}`;
    const data = { ...dimensions, ...values, revision: String(revision) };
    return { id, source, type, subject, time, data };
  };
}

/** Throws a `RangeError` for a time zone that there is not. */
export function noonOf(day: string, timeZone: string): string {
  const noon = Temporal.PlainDateTime.from(`${day}T12:00`).toZonedDateTime(timeZone);
  return noon.toInstant().toString();
}

/** Whether it is an IANA time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return noonOf('2026-01-01', timeZone) !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** No file has a higher one. */
export const revisionMax = 100;

/** Revisions as tallies have them, the last one included. */
export const revisionsFrom = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index));

const hourMs = 3_600_000;

/**
 * From when to when a tally of a day may be, in whatever time zone it was added up: zones are up to 14 hours ahead of
 * UTC and 12 behind. Noons of the days beside, in the zone that is named, are not in it.
 */
export function dayHours(
  day: string,
  timeZone: string,
): { readonly first: number; readonly last: number } {
  const noon = Date.parse(`${day}T12:00:00Z`);
  const [before, after] = [-1, 1].map((days) =>
    Date.parse(noonOf(Temporal.PlainDate.from(day).add({ days }).toString(), timeZone)),
  ) as [number, number];
  return {
    first: Math.max(noon - 14 * hourMs, before + 60_000),
    last: Math.min(noon + 12 * hourMs + 60_000, after),
  };
}

/** Days that follow one another, as first and last. */
export function rangesOf(days: Iterable<string>): readonly (readonly [string, string])[] {
  const ranges: [string, string][] = [];
  for (const day of [...days].sort()) {
    const last = ranges.at(-1);
    if (last !== undefined && nextDay(last[1]) === day) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges;
}

const nextDay = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();
