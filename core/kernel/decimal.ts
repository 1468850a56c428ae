/** An exact decimal with 12 places, as a count of 1e-12: `1n` is 0.000000000001. */
export type Decimal = bigint & { readonly __unit: '1e-12' };

export const decimalPlaces = 12;
const ONE = 10n ** 12n;
/** No value counted or priced has 25 digits or more before the point. */
const DIGITS_MAX = 24;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

export const decimalOf = (units: bigint): Decimal => units as Decimal;
export const decimalFromInteger = (value: bigint): Decimal => decimalOf(value * ONE);

/**
 * A JSON number or a decimal string to the exact decimal it denotes, or undefined when it is none: not a number, more
 * than 12 places that are not zero, or 25 digits and more before the point.
 */
export const decimalFrom = (text: string): Decimal | undefined => readDecimal(text, exactPart);

/**
 * As `decimalFrom`, and what has more places than 12 to the nearest of 12, half to even: so values are read a little
 * too high as often as too low. Undefined for what is no number, or has 25 digits and more before the point.
 */
export const nearestDecimalFrom = (text: string): Decimal | undefined =>
  readDecimal(text, nearestPart);

function readDecimal(
  text: string,
  partOf: (digits: string, cut: number) => string | undefined,
): Decimal | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction, exponentText] = match.map(
    (part: string | undefined) => part ?? '',
  );
  const exponent = exponentText === '' ? 0 : Number.parseInt(exponentText ?? '', 10);
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return decimalOf(0n);
  const shift = exponent - (fraction ?? '').length + decimalPlaces;
  if (digits.length + shift > DIGITS_MAX + decimalPlaces) return undefined;
  const units = shift >= 0 ? digits + '0'.repeat(shift) : partOf(digits, -shift);
  if (units === undefined || units.length > DIGITS_MAX + decimalPlaces) return undefined;
  return decimalOf(sign === '-' ? -BigInt(units) : BigInt(units));
}

/** `digits` without its last `cut`, which must all be zero. */
function exactPart(digits: string, cut: number): string | undefined {
  const kept = digits.slice(0, Math.max(0, digits.length - cut));
  if (/[^0]/.test(digits.slice(kept.length))) return undefined;
  return kept === '' ? '0' : kept;
}

/** `digits` without its last `cut`, to the nearest whole number, half to even. */
function nearestPart(digits: string, cut: number): string {
  // More digits than there are, to be cut: what is left is nearer to nothing than to one.
  if (cut > digits.length) return '0';
  const kept = BigInt(`0${digits.slice(0, digits.length - cut)}`);
  const rest = digits.slice(digits.length - cut);
  const half = `5${'0'.repeat(rest.length - 1)}`;
  const isUp = rest > half || (rest === half && kept % 2n === 1n);
  return (isUp ? kept + 1n : kept).toString();
}

/** The shortest plain decimal text: no exponent, no trailing zeros, no `-0`. */
export function decimalText(value: Decimal): string {
  const magnitude = value < 0n ? -value : value;
  const fraction = (magnitude % ONE).toString().padStart(decimalPlaces, '0').replace(/0+$/, '');
  const text = `${magnitude / ONE}${fraction === '' ? '' : `.${fraction}`}`;
  return value < 0n ? `-${text}` : text;
}

/** `numerator / denominator` to the nearest unit, half away from zero. */
export function dividedHalfAwayFromZero(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const quotient = (n * 2n + d) / (d * 2n);
  return negative ? -quotient : quotient;
}
