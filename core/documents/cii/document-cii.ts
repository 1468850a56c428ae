import type { CreditNote, Invoice } from '../../contract/invoices/invoice.ts';
import { element, textElement, type XmlElement, xmlText } from '../../kernel/xml.ts';
import { electronicFrom } from '../electronic/electronic-from.ts';
import type { ElectronicInvoice } from '../electronic/electronic-invoice.ts';
import { lineElement } from './cii-lines.ts';
import { partyElement } from './cii-party.ts';
import { dateElement, settlementElement } from './cii-settlement.ts';

/** The document as XML, or why EN 16931 allows none. */
export type CiiResult =
  | { readonly xml: string }
  | { readonly obstacles: readonly [string, ...string[]] };

/**
 * An invoice or a credit note as a Cross Industry Invoice of UN/CEFACT (D22B), in the profile EN 16931 of Factur-X and
 * ZUGFeRD: what `electronicFrom` says, as CII spells it.
 */
export function documentCii(document: Invoice | CreditNote): CiiResult {
  const result = electronicFrom(document, 'en16931');
  return 'obstacles' in result ? result : { xml: ciiXml(result.invoice) };
}

const unCefact = 'urn:un:unece:uncefact:data:standard';

/** What `electronicFrom` says, as CII spells it. */
export function ciiXml(invoice: ElectronicInvoice): string {
  const content = element(
    'all',
    contextElement(invoice),
    headElement(invoice),
    tradeElement(invoice),
  );
  const root = {
    name: 'rsm:CrossIndustryInvoice',
    attributes: {
      'xmlns:rsm': `${unCefact}:CrossIndustryInvoice:100`,
      'xmlns:ram': `${unCefact}:ReusableAggregateBusinessInformationEntity:100`,
      'xmlns:qdt': `${unCefact}:QualifiedDataType:100`,
      'xmlns:udt': `${unCefact}:UnqualifiedDataType:100`,
    },
    content: content?.content ?? [],
  };
  // It nests deep: a third of it would be spaces.
  return xmlText(root, 0);
}

const contextElement = ({ process, specification }: ElectronicInvoice): XmlElement | undefined =>
  element(
    'rsm:ExchangedDocumentContext',
    element('ram:BusinessProcessSpecifiedDocumentContextParameter', textElement('ram:ID', process)),
    element('ram:GuidelineSpecifiedDocumentContextParameter', textElement('ram:ID', specification)),
  );

const headElement = (invoice: ElectronicInvoice): XmlElement | undefined =>
  element(
    'rsm:ExchangedDocument',
    textElement('ram:ID', invoice.number),
    textElement('ram:TypeCode', invoice.typeCode),
    dateElement('ram:IssueDateTime', invoice.issueDate),
    invoice.notes.map((note) => element('ram:IncludedNote', textElement('ram:Content', note))),
  );

const tradeElement = (invoice: ElectronicInvoice): XmlElement | undefined =>
  element(
    'rsm:SupplyChainTradeTransaction',
    invoice.lines.map(lineElement),
    element(
      'ram:ApplicableHeaderTradeAgreement',
      textElement('ram:BuyerReference', invoice.buyerReference),
      partyElement('ram:SellerTradeParty', invoice.seller),
      partyElement('ram:BuyerTradeParty', invoice.buyer),
      element(
        'ram:BuyerOrderReferencedDocument',
        textElement('ram:IssuerAssignedID', invoice.purchaseOrder),
      ),
    ),
    deliveryElement(invoice),
    settlementElement(invoice),
  );

/** It has to be there, and is empty where nothing is said of it. */
function deliveryElement({ delivery }: ElectronicInvoice): XmlElement {
  const name = 'ram:ApplicableHeaderTradeDelivery';
  const shipTo = element(
    'ram:ShipToTradeParty',
    element(
      'ram:PostalTradeAddress',
      textElement('ram:PostcodeCode', delivery?.postalCode),
      textElement('ram:CityName', delivery?.city),
      textElement('ram:CountryID', delivery?.country),
    ),
  );
  return { name, attributes: {}, content: shipTo === undefined ? [] : [shipTo] };
}
