const PLAIN = /^(-?)(\d{1,30})(?:\.(\d+))?$/;

/**
 * A plain decimal text as a count of 10^-`places`; undefined when it is none, has an exponent, or more places than that
 * which are not zero.
 */
export function scaledFrom(text: string, places: number): bigint | undefined {
  const match = PLAIN.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(places))) return undefined;
  const magnitude = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/**
 * A count of 10^-`places` as plain decimal text with at least `placesMin` places, and no more zeros than that at its
 * end.
 */
export function scaledText(value: bigint, places: number, placesMin = 0): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits
    .slice(digits.length - places)
    .replace(/0+$/, '')
    .padEnd(placesMin, '0');
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
