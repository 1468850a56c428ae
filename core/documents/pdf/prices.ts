import type { InvoiceLineUnit } from '../../contract/invoices/invoice.ts';
import { filled, type Texts } from './texts/texts.ts';
import { grouped, priceText } from './words.ts';

/** A quantity in the units that people count by: `1.5 GB`; as it is where they have no name. */
export function quantityText(
  texts: Texts,
  quantity: string,
  unit: InvoiceLineUnit | undefined,
): string {
  if (unit?.name === undefined) return grouped(texts, quantity);
  const counted = grouped(texts, shifted(quantity, -placesOf(unit)));
  return filled(texts.prices.inUnits, { quantity: counted, unit: unit.name });
}

/** What a price is for, where that is not one of what the quantity counts: `0.01 per GB`, `0.50 per 1,000`. */
export function unitPriceText(
  texts: Texts,
  unitPrice: string,
  { unit, currency }: { readonly unit: InvoiceLineUnit | undefined; readonly currency: string },
): string {
  if (unit === undefined) return priceText(texts, unitPrice, currency);
  const price = priceText(texts, shifted(unitPrice, placesOf(unit)), currency);
  if (unit.name !== undefined) return filled(texts.prices.perUnit, { price, unit: unit.name });
  if (unit.size === '1') return price;
  return filled(texts.prices.perMany, { price, size: grouped(texts, unit.size) });
}

/** A size is a power of ten, so that nothing is ever divided: the point moves. */
const placesOf = ({ size }: InvoiceLineUnit): number => size.length - 1;

/** A plain decimal times ten to the power of `places`. */
export function shifted(decimal: string, places: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const digits = `${'0'.repeat(Math.max(0, -places))}${whole}${fraction.padEnd(places, '0')}`;
  const point = digits.length - Math.max(0, fraction.length - places);
  const moved = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const rest = digits.slice(point).replace(/0+$/, '');
  return `${sign}${moved}${rest === '' ? '' : `.${rest}`}`;
}
