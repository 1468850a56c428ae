import { Rejection } from '../../kernel/rejection.ts';
import {
  calendarStarts,
  isQuarterHour,
  offsetStretches,
  type TimeZone,
} from '../../kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  rfc3339,
  type Timestamp,
  timestampOf,
} from '../../kernel/timestamp.ts';

/** What a usage query can be cut into. */
export const windowUnits = ['quarter_hour', 'hour', 'day', 'month'] as const;
export type WindowUnit = (typeof windowUnits)[number];

/**
 * `period` cut at the starts of local hours, days or months (the whole of it where `unit` is undefined): windows in
 * order, without gap or overlap, the first and the last clipped to the period. A day has 23 or 25 hours where clocks
 * change.
 *
 * An hour window holds the quarter hours that begin in one local hour under one offset from UTC: an hour that comes
 * twice is two windows, and where clocks move by half an hour, one window has half an hour.
 * @throws Rejection `usage.not-aligned` where the zone starts a day off the quarter hour: none has since 1980.
 */
export function windowsOf(
  period: Period,
  unit: WindowUnit | undefined,
  timeZone: TimeZone,
): Period[] {
  const starts = [period.start, ...startsInside(period, unit, timeZone)];
  const stray = starts.find((start) => !isQuarterHour(start));
  if (stray !== undefined) {
    throw new Rejection(
      'usage.not-aligned',
      `ask for a later period or for timezone=UTC: then, ${timeZone} began a ${unit ?? 'period'} at ${rfc3339(stray)}, which is not on a quarter hour`,
      { param: 'timezone' },
    );
  }
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? period.end }));
}

function startsInside(
  period: Period,
  unit: WindowUnit | undefined,
  timeZone: TimeZone,
): Timestamp[] {
  switch (unit) {
    case undefined:
      return [];
    case 'quarter_hour':
      return multiplesInside(period, millisecondsPer.quarterHour, 0);
    case 'hour':
      return hourStarts(period, timeZone);
    case 'day':
    case 'month':
      return calendarStarts(unit, period, timeZone);
  }
}

function hourStarts(period: Period, timeZone: TimeZone): Timestamp[] {
  return offsetStretches(period, timeZone).flatMap(({ start, end, offset }) => {
    // A quarter hour belongs to the offset it begins under.
    const stretch = { start: quarterHourFrom(start), end: quarterHourFrom(end) };
    const inside = multiplesInside(stretch, millisecondsPer.hour, offset);
    return start === period.start || stretch.start >= stretch.end
      ? inside
      : [stretch.start, ...inside];
  });
}

const quarterHourFrom = (timestamp: Timestamp): Timestamp =>
  timestampOf(Math.ceil(timestamp / millisecondsPer.quarterHour) * millisecondsPer.quarterHour);

/** Instants strictly inside `period` at which a clock that is `offset` ahead shows a multiple of `step`. */
function multiplesInside({ start, end }: Period, step: number, offset: number): Timestamp[] {
  const inside: Timestamp[] = [];
  let next = (Math.floor((start + offset) / step) + 1) * step - offset;
  for (; next < end; next += step) inside.push(timestampOf(next));
  return inside;
}
