import { type Decimal, decimalFrom, decimalText } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { StoredObject } from '../../kernel/stored.ts';
import type { MeterSums } from './usage-sums.ts';

/** Sums as they are queued, and answered. */
export const storedSums = ({ meter, used, billed, toBill, listed }: MeterSums) => ({
  meter,
  used: decimalText(used),
  billed: decimalText(billed),
  toBill: decimalText(toBill),
  listed: decimalText(listed),
});

/** The reverse. Throws `InvariantViolation` for what is none. */
export const sumsFrom = (stored: StoredObject): MeterSums => ({
  meter: stored.text('meter'),
  used: quantityIn(stored, 'used'),
  billed: quantityIn(stored, 'billed'),
  toBill: quantityIn(stored, 'toBill'),
  listed: quantityIn(stored, 'listed'),
});

function quantityIn(stored: StoredObject, name: string): Decimal {
  const quantity = decimalFrom(stored.text(name));
  invariant(quantity !== undefined, `${name} of a meter's sums is a decimal`);
  return quantity;
}
