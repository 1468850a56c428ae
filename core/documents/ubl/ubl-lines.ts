import type { InvoiceLine } from '../../contract/invoices/invoice.ts';
import { currencyFrom, minorUnits } from '../../kernel/currency.ts';
import { scaledFrom, scaledText } from '../../kernel/scaled-text.ts';
import { amountElement, categoryElement } from './ubl-amounts.ts';
import { element, textElement, type XmlElement } from './xml.ts';

interface LineContext {
  readonly currency: string;
  readonly type: 'invoice' | 'credit-note';
}

const names = {
  invoice: { line: 'cac:InvoiceLine', quantity: 'cbc:InvoicedQuantity' },
  'credit-note': { line: 'cac:CreditNoteLine', quantity: 'cbc:CreditedQuantity' },
} as const;

/** UN/ECE recommendation 20: one, of whatever the description says. */
const one = { unitCode: 'C62' };

/** A line of an invoice or a credit note. */
export function lineElement(
  line: InvoiceLine,
  { currency, type }: LineContext,
): XmlElement | undefined {
  const { quantity, price, baseQuantity } = pricing(line, currency);
  const { period, taxCategory, taxRate, dimensions = {} } = line;
  return element(
    names[type].line,
    textElement('cbc:ID', line.id),
    textElement('cbc:Note', noteOf(line)),
    textElement(names[type].quantity, quantity, one),
    amountElement(currency)('cbc:LineExtensionAmount', line.amount),
    element(
      'cac:InvoicePeriod',
      textElement('cbc:StartDate', period?.firstDay),
      textElement('cbc:EndDate', period?.lastDay),
    ),
    element(
      'cac:Item',
      textElement('cbc:Name', line.description),
      element('cac:SellersItemIdentification', textElement('cbc:ID', line.meter)),
      taxCategory === undefined
        ? undefined
        : categoryElement('cac:ClassifiedTaxCategory', {
            category: taxCategory,
            rate: taxRate ?? '0',
          }),
      Object.entries(dimensions).map(([name, value]) => propertyElement(name, value)),
    ),
    element(
      'cac:Price',
      textElement('cbc:PriceAmount', price, { currencyID: currency }),
      textElement('cbc:BaseQuantity', baseQuantity, one),
    ),
  );
}

/** Both parts have to be there. */
const propertyElement = (name: string, value: string | null): XmlElement | undefined =>
  value === null || value.trim() === '' || name.trim() === ''
    ? undefined
    : element(
        'cac:AdditionalItemProperty',
        textElement('cbc:Name', name),
        textElement('cbc:Value', value),
      );

function noteOf({ adjusts, correctsLine }: InvoiceLine): string | undefined {
  if (correctsLine !== undefined) return `Corrects line ${correctsLine}`;
  if (adjusts === undefined) return undefined;
  return adjusts.number === null
    ? `Adjusts the month ${adjusts.period}`
    : `Adjusts invoice ${adjusts.number} of ${adjusts.issueDate}`;
}

interface Pricing {
  readonly quantity: string;
  /** Never negative: EN 16931 has the sign on the quantity. */
  readonly price: string;
  /** What the price is for, where not for one. */
  readonly baseQuantity?: string;
}

const PLACES = 12;

/**
 * Quantity and price that the amount follows from. Where one price holds, it is that; where the amount comes from
 * tiers, packages or limits, the price is the amount, for as many as the quantity: exact, and the quantity stays what
 * was used.
 */
function pricing({ quantity, unitPrice, amount }: InvoiceLine, currency: string): Pricing {
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
