import { element, textElement, type XmlElement, type XmlPart } from '../../kernel/xml.ts';
import type { ElectronicInvoice, ElectronicTax } from '../electronic/electronic-invoice.ts';

/** What the document comes to, and its taxes. */
export function sumElements({ currency, taxCurrency, taxes, totals }: ElectronicInvoice): XmlPart {
  const amount = amountElement(currency);
  return [
    element(
      'cac:TaxTotal',
      amount('cbc:TaxAmount', totals.tax),
      taxes.map((tax) =>
        element(
          'cac:TaxSubtotal',
          amount('cbc:TaxableAmount', tax.base),
          amount('cbc:TaxAmount', tax.amount),
          categoryElement('cac:TaxCategory', tax),
        ),
      ),
    ),
    element(
      'cac:TaxTotal',
      textElement('cbc:TaxAmount', totals.nationalTax, { currencyID: taxCurrency ?? '' }),
    ),
    element(
      'cac:LegalMonetaryTotal',
      amount('cbc:LineExtensionAmount', totals.withoutTax),
      amount('cbc:TaxExclusiveAmount', totals.withoutTax),
      amount('cbc:TaxInclusiveAmount', totals.withTax),
      textElement('cbc:PrepaidAmount', totals.prepaid, { currencyID: currency }),
      amount('cbc:PayableAmount', totals.payable),
    ),
  ];
}

/** Writes elements that are amounts of one currency. */
export const amountElement =
  (currency: string) =>
  (name: string, amount: string): XmlElement | undefined =>
    textElement(name, amount, { currencyID: currency });

/** A tax category, on a line or in a breakdown. */
export const categoryElement = (
  name: string,
  { category, rate, reason, reasonCode }: Omit<ElectronicTax, 'base' | 'amount'>,
): XmlElement | undefined =>
  element(
    name,
    textElement('cbc:ID', category),
    textElement('cbc:Percent', rate),
    textElement('cbc:TaxExemptionReasonCode', reasonCode),
    textElement('cbc:TaxExemptionReason', reason),
    element('cac:TaxScheme', textElement('cbc:ID', 'VAT')),
  );
