import { element, textElement, type XmlElement } from '../../kernel/xml.ts';
import {
  type ElectronicInvoice,
  type ElectronicLine,
  oneUnit,
} from '../electronic/electronic-invoice.ts';
import { ublKinds } from './ubl-kinds.ts';
import { periodElement } from './ubl-period.ts';
import { amountElement, categoryElement } from './ubl-sums.ts';

const names = {
  Invoice: { line: 'cac:InvoiceLine', quantity: 'cbc:InvoicedQuantity' },
  CreditNote: { line: 'cac:CreditNoteLine', quantity: 'cbc:CreditedQuantity' },
} as const;

const one = { unitCode: oneUnit };

/** A line of an invoice or a credit note. */
export const lineElement = (
  line: ElectronicLine,
  { currency, typeCode }: Pick<ElectronicInvoice, 'currency' | 'typeCode'>,
): XmlElement | undefined =>
  element(
    names[ublKinds[typeCode]].line,
    textElement('cbc:ID', line.id),
    textElement('cbc:Note', line.note),
    textElement(names[ublKinds[typeCode]].quantity, line.quantity, one),
    amountElement(currency)('cbc:LineExtensionAmount', line.amount),
    periodElement(line.period),
    element(
      'cac:Item',
      textElement('cbc:Name', line.name),
      element('cac:SellersItemIdentification', textElement('cbc:ID', line.item)),
      line.treatment === undefined
        ? undefined
        : categoryElement('cac:ClassifiedTaxCategory', line.treatment),
      line.properties.map(({ name, value }) =>
        element(
          'cac:AdditionalItemProperty',
          textElement('cbc:Name', name),
          textElement('cbc:Value', value),
        ),
      ),
    ),
    element(
      'cac:Price',
      textElement('cbc:PriceAmount', line.price, { currencyID: currency }),
      textElement('cbc:BaseQuantity', line.baseQuantity, one),
    ),
  );
