import type { InvoiceLine } from '../../contract/invoices/invoice.ts';
import { currencyFrom, minorUnits } from '../../kernel/currency.ts';
import { scaledFrom, scaledText } from '../../kernel/scaled-text.ts';
import type { ElectronicPrice } from './electronic-invoice.ts';

const PLACES = 12;

/**
 * Quantity and price that the amount follows from. Where one price holds, it is that; where the amount comes from
 * tiers, packages or limits, the price is the amount, for as many as the quantity: exact, and the quantity stays what
 * was used.
 */
export function electronicPrice(
  { quantity, unitPrice, amount }: InvoiceLine,
  currency: string,
): ElectronicPrice {
  const count = scaledFrom(quantity, PLACES) ?? 0n;
  const price = unitPrice === undefined ? undefined : scaledFrom(unitPrice, PLACES);
  const sum = scaledFrom(amount, PLACES) ?? 0n;
  if (price !== undefined && isProduct({ count, price, sum }, currency)) {
    return price < 0n
      ? { quantity: text(-count), price: text(-price) }
      : { quantity: text(count), price: text(price) };
  }
  const used = magnitude(count);
  const isNegative = sum < 0n;
  if (used === 0n) return { quantity: isNegative ? '-1' : '1', price: text(magnitude(sum)) };
  return {
    quantity: text(isNegative ? -used : used),
    price: text(magnitude(sum)),
    baseQuantity: text(used),
  };
}

const text = (scaled: bigint): string => scaledText(scaled, PLACES);
const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** Whether rounding, by one minor unit at most, is all there is between the amount and the product. */
function isProduct(
  figures: { readonly count: bigint; readonly price: bigint; readonly sum: bigint },
  currency: string,
): boolean {
  const known = currencyFrom(currency);
  const minorPlaces = known === undefined ? 2 : minorUnits[known];
  const difference = figures.count * figures.price - figures.sum * 10n ** BigInt(PLACES);
  return magnitude(difference) <= 10n ** BigInt(2 * PLACES - minorPlaces);
}
