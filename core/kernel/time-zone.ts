import { Temporal } from 'temporal-polyfill';
import { invariant } from './invariant.ts';
import { Rejection } from './rejection.ts';
import { remembered } from './remembered.ts';
import { millisecondsPer, type Period, type Timestamp, timestampOf } from './timestamp.ts';

/** An IANA time zone in its usual letter case: `Europe/Paris`, `UTC`. */
export type TimeZone = string & { readonly __brand: 'IANA time zone' };

export const utc = 'UTC' as TimeZone;

/** Local calendars of years before or after are not computed: no usage lies there. */
const YEAR = { min: 1970, max: 9998 } as const;
const LOCAL_DATE = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/;

/**
 * An IANA name in any letter case as a time zone.
 * @throws Rejection `time-zone.unknown` for anything else, a bare offset such as `+02:00` included: it has no calendar.
 */
export function timeZoneFrom(text: string, param: string): TimeZone {
  const known = knownTimeZone(text);
  if (known !== undefined) return known;
  throw new Rejection(
    'time-zone.unknown',
    `name an IANA time zone, such as Europe/Paris or UTC, got ${JSON.stringify(text.slice(0, 100))}`,
    { param },
  );
}

/** As `timeZoneFrom`; undefined for what that refuses. */
function knownTimeZone(text: string): TimeZone | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    return new Temporal.ZonedDateTime(0n, text).timeZoneId as TimeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const keptZones = new Map<string, TimeZone>();

/** A zone that we have kept by its name: to find one takes far longer than all else of what is kept beside it. */
export function keptTimeZone(name: string): TimeZone {
  const zone = keptZones.get(name) ?? knownTimeZone(name);
  invariant(zone !== undefined, `a time zone is kept by its IANA name, got ${name}`);
  keptZones.set(name, zone);
  return zone;
}

/** When the local day `YYYY-MM-DD`, or the month `YYYY-MM`, begins; undefined where the text is neither. */
export const localStart = remembered((text: string, timeZone: TimeZone): Timestamp | undefined =>
  reckonedStart(text, timeZone),
);

/** The date that calendars in a zone show at an instant, `YYYY-MM-DD`. */
export const localDate = remembered((instant: Timestamp, timeZone: TimeZone): string =>
  localTime(instant, timeZone).toPlainDate().toString(),
);

/** The hour that clocks in a zone show at an instant, 0 to 23. */
export const localHour = (instant: Timestamp, timeZone: TimeZone): number =>
  localTime(instant, timeZone).hour;

function reckonedStart(text: string, timeZone: TimeZone): Timestamp | undefined {
  const match = LOCAL_DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [match[1], match[2], match[3] ?? '01'].map((part) =>
    Number.parseInt(part ?? '', 10),
  );
  if (year === undefined || year < YEAR.min || year > YEAR.max) return undefined;
  try {
    return startOfDay(new Temporal.PlainDate(year, month ?? 0, day ?? 0), timeZone);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The first instant of a local day. Where clocks skip midnight it is the instant they are put forward; where midnight
 * comes twice, the first; of a day that does not exist at all, the start of the next one.
 */
const startOfDay = (date: Temporal.PlainDate, timeZone: TimeZone): Timestamp =>
  timestampOf(date.toZonedDateTime(timeZone).epochMilliseconds);

const localTime = (timestamp: Timestamp, timeZone: TimeZone): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(timestamp).toZonedDateTimeISO(timeZone);

/** The starts of local days or months strictly inside `period`, ascending. */
export function calendarStarts(
  unit: 'day' | 'month',
  period: Period,
  timeZone: TimeZone,
): Timestamp[] {
  const step = unit === 'day' ? { days: 1 } : { months: 1 };
  const first = localTime(period.start, timeZone).toPlainDate();
  let date = unit === 'day' ? first : first.with({ day: 1 });
  const starts: Timestamp[] = [];
  let last = period.start;
  for (;;) {
    date = date.add(step);
    const start = startOfDay(date, timeZone);
    if (start >= period.end) return starts;
    // A day that does not exist starts with the next; one whose midnight comes twice may have started before the
    // period.
    if (start <= last) continue;
    starts.push(start);
    last = start;
  }
}

/** A stretch of time over which a zone keeps one offset from UTC. */
export interface OffsetStretch extends Period {
  /** Milliseconds to add to UTC. */
  readonly offset: number;
}

/** `period` as stretches of one offset each, without gap or overlap. */
export function offsetStretches(period: Period, timeZone: TimeZone): OffsetStretch[] {
  const stretches: OffsetStretch[] = [];
  let local = localTime(period.start, timeZone);
  let { start } = period;
  while (start < period.end) {
    const next = local.getTimeZoneTransition('next');
    const end = timestampOf(Math.min(next?.epochMilliseconds ?? period.end, period.end));
    stretches.push({ start, end, offset: local.offsetNanoseconds / 1e6 });
    if (next === null) return stretches;
    local = next;
    start = end;
  }
  return stretches;
}

export const isQuarterHour = (timestamp: Timestamp): boolean =>
  timestamp % millisecondsPer.quarterHour === 0;
