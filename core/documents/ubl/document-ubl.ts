import type { CreditNote, Invoice, UblProfile } from '../../contract/invoices/invoice.ts';
import { element, textElement, type XmlPart, xmlText } from '../../kernel/xml.ts';
import { electronicFrom } from '../electronic/electronic-from.ts';
import type { ElectronicInvoice } from '../electronic/electronic-invoice.ts';
import { ublKinds } from './ubl-kinds.ts';
import { lineElement } from './ubl-lines.ts';
import { partyElement } from './ubl-party.ts';
import { periodElement } from './ubl-period.ts';
import { sumElements } from './ubl-sums.ts';

/** The document as XML, or why EN 16931 allows none. */
export type UblResult =
  | { readonly xml: string }
  | { readonly obstacles: readonly [string, ...string[]] };

/** An invoice or a credit note as UBL 2.1: what `electronicFrom` says, as UBL spells it. */
export function documentUbl(document: Invoice | CreditNote): UblResult {
  const result = electronicFrom(document, ublProfileOf(document));
  return 'obstacles' in result ? result : { xml: ublXml(result.invoice) };
}

/** The rules that the UBL of a document keeps. */
export const ublProfileOf = ({ ublProfile }: Invoice | CreditNote): UblProfile =>
  ublProfile ?? 'en16931';

/** What `electronicFrom` says, as UBL spells it. */
export function ublXml(invoice: ElectronicInvoice): string {
  const kind = ublKinds[invoice.typeCode];
  const content = element(
    kind,
    head(invoice),
    parties(invoice),
    sumElements(invoice),
    invoice.lines.map((line) => lineElement(line, invoice)),
  );
  const root = {
    name: kind,
    attributes: {
      xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${kind}-2`,
      'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
      'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    },
    content: content?.content ?? [],
  };
  return xmlText(root, 2);
}

function head(invoice: ElectronicInvoice): XmlPart {
  const typeElement = `${ublKinds[invoice.typeCode]}TypeCode`;
  return [
    textElement('cbc:CustomizationID', invoice.specification),
    textElement('cbc:ProfileID', invoice.process),
    textElement('cbc:ID', invoice.number),
    textElement('cbc:IssueDate', invoice.issueDate),
    textElement('cbc:DueDate', invoice.dueDate),
    textElement(`cbc:${typeElement}`, invoice.typeCode),
    invoice.notes.map((note) => textElement('cbc:Note', note)),
    textElement('cbc:DocumentCurrencyCode', invoice.currency),
    textElement('cbc:TaxCurrencyCode', invoice.taxCurrency),
    textElement('cbc:BuyerReference', invoice.buyerReference),
    periodElement(invoice.period),
    element('cac:OrderReference', textElement('cbc:ID', invoice.purchaseOrder)),
    invoice.preceding.map(({ number, issueDate }) =>
      element(
        'cac:BillingReference',
        element(
          'cac:InvoiceDocumentReference',
          textElement('cbc:ID', number),
          textElement('cbc:IssueDate', issueDate),
        ),
      ),
    ),
  ];
}

const parties = ({
  seller,
  buyer,
  delivery,
  payment,
  paymentTerms,
}: ElectronicInvoice): XmlPart => [
  element('cac:AccountingSupplierParty', partyElement(seller)),
  element('cac:AccountingCustomerParty', partyElement(buyer)),
  element(
    'cac:Delivery',
    element(
      'cac:DeliveryLocation',
      element(
        'cac:Address',
        textElement('cbc:CityName', delivery?.city),
        textElement('cbc:PostalZone', delivery?.postalCode),
        element('cac:Country', textElement('cbc:IdentificationCode', delivery?.country)),
      ),
    ),
  ),
  element(
    'cac:PaymentMeans',
    textElement('cbc:PaymentMeansCode', payment?.code),
    textElement('cbc:PaymentID', payment?.reference),
    element(
      'cac:PayeeFinancialAccount',
      textElement('cbc:ID', payment?.account?.iban),
      textElement('cbc:Name', payment?.account?.holder),
      element('cac:FinancialInstitutionBranch', textElement('cbc:ID', payment?.account?.bic)),
    ),
  ),
  element('cac:PaymentTerms', textElement('cbc:Note', paymentTerms)),
];
