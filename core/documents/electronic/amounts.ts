import type { InvoiceTax } from '../../contract/invoices/invoice.ts';
import { invariant } from '../../kernel/invariant.ts';
import { scaledFrom, scaledText } from '../../kernel/scaled-text.ts';

/** EN 16931 has no more. */
const PLACES = 2;

/** An amount with two decimals, less where the currency has less. Obstacles were looked for: what is cut off is 0. */
export function atMostTwoPlaces(amount: string): string {
  const [, fraction = ''] = amount.split('.');
  const scaled = scaledFrom(amount, PLACES);
  invariant(scaled !== undefined, `write amounts of at most two decimals, got ${amount}`);
  return scaledText(scaled, PLACES, Math.min(fraction.length, PLACES));
}

/** The sum of all taxes, with as many decimals as they have. */
export const sumOfTaxes = (taxes: readonly InvoiceTax[]): string =>
  sumOfAmounts(taxes.map(({ amount }) => amount));

/** The sum of amounts, with as many decimals as they have. */
export function sumOfAmounts(amounts: readonly string[]): string {
  const places = 9;
  const sum = amounts.reduce((total, amount) => total + (scaledFrom(amount, places) ?? 0n), 0n);
  const [, fraction = ''] = (amounts[0] ?? '').split('.');
  return scaledText(sum, places, fraction.length);
}
