/**
 * Exact numbers: whole numbers of a small unit. Quantities and prices are of 1e-12, amounts as they are rated of 1e-24
 * (a product of both has these places), amounts that are booked of 1e-9.
 */
export const PLACES = 12;
export const EXACT_PLACES = 24;
export const NANO_PLACES = 9;

export const ONE = 10n ** 12n;
export const EXACT_PER_NANO = 10n ** 15n;

const DECIMAL = /^(?<sign>-?)(?<whole>\d{1,40})(?:\.(?<part>\d+))?$/;

/** The units of a plain decimal; undefined for any other text, and one of more places. */
export function unitsOf(text: unknown, places: number): bigint | undefined {
  if (typeof text !== 'string') return undefined;
  const { sign, whole, part = '' } = DECIMAL.exec(text)?.groups ?? {};
  if (whole === undefined || part.length > places) return undefined;
  const units = BigInt(whole + part.padEnd(places, '0'));
  return sign === '-' ? -units : units;
}

/** The shortest plain decimal, with at least so many places. */
export function textOf(units: bigint, places: number, least = 0): string {
  const digits = magnitude(units)
    .toString()
    .padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const part = digits.slice(digits.length - places).replace(/0+$/, '');
  const shown = part.padEnd(least, '0');
  return `${units < 0n ? '-' : ''}${whole}${shown === '' ? '' : `.${shown}`}`;
}

export const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

export const sumOf = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

/** Rounded down, also below zero. */
export function floorOf(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}

/** Rounded to the nearest; a half goes away from zero. */
export const nearest = (value: bigint, unit: bigint): bigint => {
  const rounded = (2n * magnitude(value) + unit) / (2n * unit);
  return value < 0n ? -rounded : rounded;
};

/** Days (or milliseconds) `from` up to `to`, of a month of `of`: more where a billing day was changed. */
export interface Share {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

export const isWhole = ({ from, to, of }: Share): boolean => from === 0 && to === of;

export const isShare = ({ from, to, of }: Share): boolean =>
  [from, to, of].every((one) => Number.isSafeInteger(one)) && 0 <= from && from <= to && of > 0;

/** What of a month's value falls to these days: `round(value × to / of) − round(value × from / of)`. */
export const shareOf = (value: bigint, { from, to, of }: Share): bigint => {
  const until = (day: number): bigint => nearest(value * BigInt(day), BigInt(of));
  return until(to) - until(from);
};

/**
 * Each value as a whole number of units that is less than one away from it, so that all add up to `total`: units that
 * are left over go to the greatest remainders, of equal ones to the first. Undefined where that cannot be.
 */
export function apportioned(
  values: readonly bigint[],
  unit: bigint,
  total: bigint,
): readonly bigint[] | undefined {
  if (total < 0n)
    return apportioned(
      values.map((value) => -value),
      unit,
      -total,
    )?.map((share) => -share);
  const shares = values.map((value) => floorOf(value, unit));
  const left = total - sumOf(shares);
  if (left < 0n || left > BigInt(values.length)) return undefined;
  values
    .map((value, index) => ({ rest: value - floorOf(value, unit) * unit, index }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))
    .slice(0, Number(left))
    .forEach(({ index }) => {
      shares[index] = (shares[index] ?? 0n) + 1n;
    });
  return shares;
}
