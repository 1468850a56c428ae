const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
/** Zones are at most so far from UTC. */
const AROUND_MS = 16 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();
const midnights = new Map<string, number>();

/** The day `YYYY-MM-DD` that clocks in a zone show. */
export function dayAt(zone: string, instant: number): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(instant);
}

/**
 * The first instant at which clocks in a zone show the day `YYYY-MM-DD`, found by looking at each quarter of an hour.
 */
export function midnight(zone: string, day: string): number {
  const name = `${zone} ${day}`;
  const known = midnights.get(name);
  if (known !== undefined) return known;
  let instant = Date.parse(`${day}T00:00:00Z`) - AROUND_MS;
  while (dayAt(zone, instant) < day) instant += QUARTER_MS;
  midnights.set(name, instant);
  return instant;
}

/** The day before `YYYY-MM-DD`. */
export const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** The month so many after `YYYY-MM`. */
export function monthAfter(label: string, months: number): string {
  const [year = 0, month = 0] = label.split('-').map(Number);
  const count = year * 12 + month - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}`;
}

/** Every day from one on, before another. */
export function daysBetween(first: string, end: string): string[] {
  const count = Math.round((Date.parse(end) - Date.parse(first)) / 86_400_000);
  return Array.from({ length: count }, (_, day) =>
    new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10),
  );
}

/** Every day of a month. */
export function daysOf(label: string): string[] {
  const [year = 0, month = 0] = label.split('-').map(Number);
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: count }, (_, day) => `${label}-${String(day + 1).padStart(2, '0')}`);
}

/** The instants from which on, and before which, it is that month in a zone. */
export const monthIn = (zone: string, label: string): { start: number; end: number } => ({
  start: midnight(zone, `${label}-01`),
  end: midnight(zone, `${monthAfter(label, 1)}-01`),
});
