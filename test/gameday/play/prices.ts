/** A price as a plan has it, and in nanos of a euro. */
interface Price {
  readonly text: string;
  readonly nanos: bigint;
}

/** Fractions of a cent, so that something is left over to carry. */
export const perView: Price = { text: '0.0013', nanos: 1_300_000n };
export const perKilobyte: Price = { text: '0.00000071', nanos: 710n };

/** A decimal of at most nine places, in nanos. */
export function nanosOf(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new Error(`expected a decimal of nine places, got ${text}`);
  const [, sign = '', whole = '', digits = ''] = match;
  const size = BigInt(whole) * 1_000_000_000n + BigInt(digits.padEnd(9, '0'));
  return sign === '-' ? -size : size;
}
