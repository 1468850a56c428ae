import { InvalidArgumentError } from 'commander';

/** How a person may write an instant, for whoever describes an option. */
export const timeForms = 'a time with its zone, or a day or month, which begin in UTC';

/**
 * An instant, as the interface takes it, in any of the forms that people write: `2026-11`, `2026-11-30`,
 * `2026-11-30T14:00Z`, `2026-11-30 14:00:00+01:00`. A day or a month is its beginning in UTC.
 * @throws InvalidArgumentError for a day that does not exist, a time without a zone, and all else
 */
export function aTime(text: string): string {
  const [, date, month, day, clock, seconds = ':00', zone] = form.exec(text.trim()) ?? [];
  if (date === undefined || month === undefined) throw malformed(text);
  const first = day === undefined ? `${date}-01` : date;
  if (!exists(first)) throw new InvalidArgumentError(`There is no ${date}.`);
  if (clock === undefined) return `${first}T00:00:00Z`;
  if (zone === undefined) {
    throw new InvalidArgumentError(`Say its zone: ${first}T${clock}Z is in UTC.`);
  }
  const time = `${first}T${clock}${seconds}${zone.toUpperCase()}`;
  if (Number.isNaN(Date.parse(time))) throw malformed(text);
  return time;
}

const form =
  /^(\d{4}-(\d{2})(?:-(\d{2}))?)(?:(?<=\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})?)?$/;

/** `Date.parse` takes 30 February for 2 March. */
function exists(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

const malformed = (text: string): InvalidArgumentError =>
  new InvalidArgumentError(
    `Give ${timeForms}, such as 2026-11-30T14:00:00Z, 2026-11-30 or 2026-11, got ${JSON.stringify(text)}.`,
  );
