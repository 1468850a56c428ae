import { type Decimal, decimalFrom, decimalText } from '../../kernel/decimal.ts';
import { invariant } from '../../kernel/invariant.ts';
import { StoredObject } from '../../kernel/stored.ts';
import type { MeterSums } from './usage-sums.ts';

/** What looks before found unaccounted for, where it may be of several instants. */
export interface UnaccountedFound {
  readonly tries: number;
  /** Of each meter how much, as text. */
  readonly found: readonly string[];
}

/** As it is queued, in a member `again`. */
export function unaccountedFoundIn(message: StoredObject): UnaccountedFound {
  const again = new StoredObject(message.value('again'), 'another look at what is not billed');
  return { tries: again.integer('tries'), found: again.texts('found') };
}

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
