import { element, textElement, type XmlElement } from '../../kernel/xml.ts';
import { type ElectronicLine, oneUnit } from '../electronic/electronic-invoice.ts';
import { periodElement, taxKind } from './cii-settlement.ts';

const one = { unitCode: oneUnit };

/** A line of an invoice or a credit note. */
export const lineElement = (line: ElectronicLine): XmlElement | undefined =>
  element(
    'ram:IncludedSupplyChainTradeLineItem',
    element(
      'ram:AssociatedDocumentLineDocument',
      textElement('ram:LineID', line.id),
      element('ram:IncludedNote', textElement('ram:Content', line.note)),
    ),
    productElement(line),
    element(
      'ram:SpecifiedLineTradeAgreement',
      element(
        'ram:NetPriceProductTradePrice',
        textElement('ram:ChargeAmount', line.price),
        textElement('ram:BasisQuantity', line.baseQuantity, one),
      ),
    ),
    element(
      'ram:SpecifiedLineTradeDelivery',
      textElement('ram:BilledQuantity', line.quantity, one),
    ),
    element(
      'ram:SpecifiedLineTradeSettlement',
      treatmentElement(line),
      periodElement(line.period),
      element(
        'ram:SpecifiedTradeSettlementLineMonetarySummation',
        textElement('ram:LineTotalAmount', line.amount),
      ),
    ),
  );

const productElement = ({ item, name, properties }: ElectronicLine): XmlElement | undefined =>
  element(
    'ram:SpecifiedTradeProduct',
    textElement('ram:SellerAssignedID', item),
    textElement('ram:Name', name),
    properties.map((property) =>
      element(
        'ram:ApplicableProductCharacteristic',
        textElement('ram:Description', property.name),
        textElement('ram:Value', property.value),
      ),
    ),
  );

const treatmentElement = ({ treatment }: ElectronicLine): XmlElement | undefined =>
  treatment === undefined
    ? undefined
    : element(
        'ram:ApplicableTradeTax',
        taxKind,
        textElement('ram:CategoryCode', treatment.category),
        textElement('ram:RateApplicablePercent', treatment.rate),
      );
