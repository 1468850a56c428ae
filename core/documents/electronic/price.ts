import type { InvoiceLine, UblProfile } from '../../contract/invoices/invoice.ts';
import { currencyFrom, minorUnits } from '../../kernel/currency.ts';
import { scaledFrom, scaledText } from '../../kernel/scaled-text.ts';
import type { ElectronicPrice } from './electronic-invoice.ts';

const PLACES = 12;

/** More places than a unit price may have in France (BR-FR-DEC-03), and than most programs keep. */
const PRICE_PLACES = 6;

/**
 * Quantity and price that the amount follows from. Where one price holds, it is that, for a thousand or a million where
 * it has too many places for one. Where the amount comes from tiers, packages or limits, the price is the amount, for
 * as many as the quantity: exact, and the quantity stays what was used.
 */
export function electronicPrice(
  { quantity, unitPrice, amount }: InvoiceLine,
  by: { readonly currency: string; readonly profile: UblProfile },
): ElectronicPrice {
  const count = scaledFrom(quantity, PLACES) ?? 0n;
  const price = unitPrice === undefined ? undefined : scaledFrom(unitPrice, PLACES);
  const sum = scaledFrom(amount, PLACES) ?? 0n;
  if (price !== undefined && isProduct({ count, price, sum }, toleranceOf(by))) {
    return { quantity: text(price < 0n ? -count : count), ...unitPriceOf(magnitude(price)) };
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

/** The price of one, or of the first of a thousand and a million that it has few enough places for. */
function unitPriceOf(price: bigint): Pick<ElectronicPrice, 'price' | 'baseQuantity'> {
  const tooFine = 10n ** BigInt(PLACES - PRICE_PLACES);
  if (price % tooFine === 0n) return { price: text(price) };
  const base = [1_000n, 1_000_000n].find((many) => (price * many) % tooFine === 0n) ?? 1_000_000n;
  return { price: text(price * base), baseQuantity: base.toString() };
}

/**
 * What rounding may make between the amount and the product: one minor unit, but in profiles, which allow 0.02 of any
 * currency (PEPPOL-EN16931-R120). In a currency without minor units that is less than rounding makes.
 */
function toleranceOf({
  currency,
  profile,
}: {
  readonly currency: string;
  readonly profile: UblProfile;
}): bigint {
  const known = currencyFrom(currency);
  const minorUnit = 10n ** BigInt(PLACES - (known === undefined ? 2 : minorUnits[known]));
  const slack = 2n * 10n ** BigInt(PLACES - 2);
  return profile === 'en16931' || minorUnit < slack ? minorUnit : slack;
}

/** Whether rounding is all there is between the amount and the product. */
function isProduct(
  figures: { readonly count: bigint; readonly price: bigint; readonly sum: bigint },
  tolerance: bigint,
): boolean {
  const one = 10n ** BigInt(PLACES);
  return magnitude(figures.count * figures.price - figures.sum * one) <= tolerance * one;
}
