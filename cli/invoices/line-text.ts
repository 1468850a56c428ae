import { isJsonObject, type JsonObject, textAt } from '../http/json.ts';

/**
 * What a line is for: its description, the values that it is of, and its days where it is not of the whole month. A
 * month with two versions of a plan has lines that are called the same.
 */
export function lineText(line: JsonObject): string {
  const { dimensions, period } = line;
  const values = isJsonObject(dimensions)
    ? Object.entries(dimensions).map(([name, value]) => `${name} ${textOf(value)}`)
    : [];
  const [first, last] = [textAt(period, 'firstDay'), textAt(period, 'lastDay')];
  const days = first === undefined || last === undefined ? [] : [daysText(first, last)];
  return [textAt(line, 'description') ?? '', ...values, ...days].join(', ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : 'without one');

const daysText = (first: string, last: string): string =>
  first === last ? first : `${first} to ${last}`;

/** Electronic invoices ask for a quantity of whatever takes off, or is carried: to a person it is just an amount. */
const amountsOnly: ReadonlySet<string | undefined> = new Set([
  ...['coupon', 'given', 'carried-in', 'rounding'],
]);
export const isCounted = (line: JsonObject): boolean => !amountsOnly.has(textAt(line, 'kind'));
