/** A decimal with its thousands apart, as `-12 345.67`: every digit stays as it was answered. */
export function separated(decimal: string): string {
  const [, sign = '', whole = decimal, rest = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal) ?? [];
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, '\u202F')}${rest}`;
}

/** `2026-11-29 15:42:07 UTC`. */
export const instantText = (instant: string): string =>
  instant.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');

/** The month that an instant is in, by UTC: `2026-11`. */
export const monthAt = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 7);

/** The day that an instant is on, by UTC: `2026-11-29`. */
export const dayAt = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 10);

/** So many months later, or before. What is no month, as somebody typed it, stays as it is. */
export function monthsLater(month: string, count: number): string {
  const [, year, number] = (/^(\d{4})-(\d\d)$/.exec(month) ?? []).map(Number);
  if (year === undefined || number === undefined) return month;
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/** `1 event`, `2 events`. */
export const counted = (count: number, noun: string): string =>
  `${separated(String(count))} ${noun}${count === 1 ? '' : 's'}`;

/** `2026-11-05 14:00`, by the calendar of a zone. */
export function localText(instant: string, timeZone: string): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  return `${year}-${month}-${day} ${hour}:${minute}`;
}
