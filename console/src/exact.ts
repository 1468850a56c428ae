import { exactFrom, exactText, exactZero, sumOfExact } from '../../core/kernel/exact-amount.ts';

/** What amounts come to, to the last digit, with as many places as they have. Throws on what is no amount. */
export function sum(amounts: readonly string[]): string {
  const total = exactText(sumOfExact(amounts.map(exactOf)));
  const places = Math.max(0, ...amounts.map(placesOf));
  const missing = places - placesOf(total);
  if (missing <= 0) return total;
  return `${total}${total.includes('.') ? '' : '.'}${'0'.repeat(missing)}`;
}

export const isZero = (amount: string): boolean => exactOf(amount) === exactZero;

/** Whether it is more than another; not where it is none yet, as somebody types it. */
export function isMore(amount: string, than: string): boolean {
  const exact = exactFrom(amount);
  return exact !== undefined && exact > exactOf(than);
}

const placesOf = (amount: string): number => amount.split('.')[1]?.length ?? 0;

function exactOf(amount: string) {
  const exact = exactFrom(amount);
  if (exact === undefined) throw new Error(`an amount was expected, got ${amount}`);
  return exact;
}
