import { instantForm } from '../contract/instant-form.ts';

/** An instant: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Timestamp = number & { readonly __unit: 'ms since 1970' };

/** Half-open: `start <= t < end`. */
export interface Period {
  readonly start: Timestamp;
  readonly end: Timestamp;
}

export const millisecondsPer = {
  second: 1000,
  minute: 60_000,
  quarterHour: 900_000,
  hour: 3_600_000,
  day: 86_400_000,
} as const;

/**
 * What nearly every sender writes, and `Date.parse` reads right: a day that every month has, no more than milliseconds.
 */
const PLAIN =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

/** `milliseconds` as an instant. */
export const timestampOf = (milliseconds: number): Timestamp => milliseconds as Timestamp;

/**
 * RFC 3339 text to an instant, or undefined when it is not one (a day that does not exist, a leap second, an offset
 * past 23:59). Digits past the millisecond are cut off.
 */
export function timestampFrom(text: string): Timestamp | undefined {
  if (PLAIN.test(text)) return timestampOf(Date.parse(text));
  const match = instantForm.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] =
    match.map((part: string | undefined) => part ?? '');
  const local = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${`${fraction}000`.slice(0, 3)}Z`,
  );
  // Date.parse rolls 30 February over into March, and takes 24:00.
  if (Number.isNaN(local) || hour === '24') return undefined;
  if (new Date(local).getUTCDate() !== Number.parseInt(day ?? '', 10)) return undefined;
  if (sign === '') return timestampOf(local);
  const hours = Number.parseInt(offsetHour ?? '', 10);
  const minutes = Number.parseInt(offsetMinute ?? '', 10);
  if (hours > 23 || minutes > 59) return undefined;
  const offset = (hours * 60 + minutes) * millisecondsPer.minute;
  return timestampOf(sign === '+' ? local - offset : local + offset);
}

/** An instant as RFC 3339 text in UTC, with milliseconds only where there are some. */
export const rfc3339 = (timestamp: Timestamp): string =>
  new Date(timestamp).toISOString().replace('.000Z', 'Z');
