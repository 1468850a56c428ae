import type { InvoiceTax, TaxCategory } from '../../contract/invoices/invoice.ts';
import { invariant } from '../../kernel/invariant.ts';
import { scaledFrom, scaledText } from '../../kernel/scaled-text.ts';
import { element, textElement, type XmlElement } from './xml.ts';

/** EN 16931 has no more. */
const PLACES = 2;

/** Writes elements that are amounts of one currency: two decimals, less where the currency has less. */
export const amountElement =
  (currency: string) =>
  (name: string, amount: string): XmlElement | undefined =>
    textElement(name, atMostTwoPlaces(amount), { currencyID: currency });

/** Obstacles were looked for before: what is cut off are zeros. */
function atMostTwoPlaces(amount: string): string {
  const [, fraction = ''] = amount.split('.');
  const scaled = scaledFrom(amount, PLACES);
  invariant(scaled !== undefined, `write amounts of at most two decimals in UBL, got ${amount}`);
  return scaledText(scaled, PLACES, Math.min(fraction.length, PLACES));
}

/** The sum of all taxes, with as many decimals as they have. */
export function taxAmount(taxes: readonly InvoiceTax[]): string {
  const places = 9;
  const sum = taxes.reduce((total, { amount }) => total + (scaledFrom(amount, places) ?? 0n), 0n);
  const [, fraction = ''] = (taxes[0]?.amount ?? '').split('.');
  return scaledText(sum, places, fraction.length);
}

/** What a tax category is made of, on a line or in a breakdown. */
interface Category {
  readonly category: TaxCategory;
  readonly rate: string;
  readonly exemptionReason?: string;
  readonly exemptionCode?: string;
}

const categoriesWithReason: ReadonlySet<TaxCategory> = new Set(['E', 'AE', 'O', 'G', 'K']);

/** Outside the scope of tax there is no rate, not even zero; and only where no tax is due does a reason stand. */
export function categoryElement(
  name: string,
  { category, rate, exemptionReason, exemptionCode }: Category,
): XmlElement | undefined {
  const hasReason = categoriesWithReason.has(category);
  return element(
    name,
    textElement('cbc:ID', category),
    category === 'O' ? undefined : textElement('cbc:Percent', rate),
    hasReason ? textElement('cbc:TaxExemptionReasonCode', exemptionCode) : undefined,
    hasReason ? textElement('cbc:TaxExemptionReason', exemptionReason) : undefined,
    element('cac:TaxScheme', textElement('cbc:ID', 'VAT')),
  );
}
