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
export function sumOfTaxes(taxes: readonly InvoiceTax[]): string {
  const places = 9;
  const sum = taxes.reduce((total, { amount }) => total + (scaledFrom(amount, places) ?? 0n), 0n);
  const [, fraction = ''] = (taxes[0]?.amount ?? '').split('.');
  return scaledText(sum, places, fraction.length);
}
