import { element, textElement, type XmlElement, type XmlPart } from '../../kernel/xml.ts';
import {
  discountCode,
  type ElectronicInvoice,
  type ElectronicTax,
} from '../electronic/electronic-invoice.ts';

/** What is taken off, what the document comes to, and its taxes. */
export function sumElements(invoice: ElectronicInvoice): XmlPart {
  const { currency, taxCurrency, taxes, totals, allowances } = invoice;
  const amount = amountElement(currency);
  return [
    allowances.map((allowance) =>
      element(
        'cac:AllowanceCharge',
        textElement('cbc:ChargeIndicator', 'false'),
        textElement('cbc:AllowanceChargeReasonCode', discountCode),
        textElement('cbc:AllowanceChargeReason', allowance.reason),
        amount('cbc:Amount', allowance.amount),
        categoryElement('cac:TaxCategory', allowance.treatment),
      ),
    ),
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
      amount('cbc:LineExtensionAmount', totals.lines),
      amount('cbc:TaxExclusiveAmount', totals.withoutTax),
      amount('cbc:TaxInclusiveAmount', totals.withTax),
      textElement('cbc:AllowanceTotalAmount', totals.allowances, { currencyID: currency }),
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
