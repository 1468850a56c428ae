import type { CreditNote, Invoice, InvoiceReference } from '../../contract/invoices/invoice.ts';
import { amountElement, categoryElement, taxAmount } from './ubl-amounts.ts';
import { lineElement } from './ubl-lines.ts';
import { ublObstacles } from './ubl-obstacles.ts';
import { partyElement } from './ubl-party.ts';
import { element, textElement, type XmlElement, type XmlPart, xmlText } from './xml.ts';

/**
 * The document as XML, or why EN 16931 allows none. Codes of lists (VATEX, EAS, countries) are passed on as they are.
 */
export type UblResult =
  | { readonly xml: string }
  | { readonly obstacles: readonly [string, ...string[]] };

/**
 * An invoice or a credit note as UBL 2.1 in the core of EN 16931. Amounts are those of the document; what it carries in
 * and out, below a cent, stands in a note, because the norm has no place for it.
 */
export function documentUbl(document: Invoice | CreditNote): UblResult {
  const [first, ...others] = ublObstacles(document);
  if (first !== undefined) return { obstacles: [first, ...others] };
  const kind = document.type === 'invoice' ? 'Invoice' : 'CreditNote';
  const content = element(kind, head(document), parties(document), sums(document), lines(document));
  return {
    xml: xmlText({
      name: kind,
      attributes: {
        xmlns: `urn:oasis:names:specification:ubl:schema:xsd:${kind}-2`,
        'xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
        'xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
      },
      content: content?.content ?? [],
    }),
  };
}

/** UNTDID 1001. */
const typeCodes = { invoice: '380', 'credit-note': '381' } as const;

function head(document: Invoice | CreditNote): XmlPart {
  const { number, issueDate, currency, customer, period, type } = document;
  const isInvoice = document.type === 'invoice';
  return [
    textElement('cbc:CustomizationID', 'urn:cen.eu:en16931:2017'),
    textElement('cbc:ID', number),
    textElement('cbc:IssueDate', issueDate),
    isInvoice ? textElement('cbc:DueDate', document.dueDate) : undefined,
    textElement(isInvoice ? 'cbc:InvoiceTypeCode' : 'cbc:CreditNoteTypeCode', typeCodes[type]),
    notes(document).map((note) => textElement('cbc:Note', note)),
    textElement('cbc:DocumentCurrencyCode', currency),
    textElement('cbc:BuyerReference', customer),
    element(
      'cac:InvoicePeriod',
      textElement('cbc:StartDate', period.firstDay),
      textElement('cbc:EndDate', period.lastDay),
    ),
    references(document).map(referenceElement),
  ];
}

function notes(document: Invoice | CreditNote): readonly string[] {
  if (document.type === 'credit-note') return [document.reason, ...document.notes];
  const { carriedIn, carriedOut, currency } = document;
  const isCarrying = carriedIn !== '0' || carriedOut !== '0';
  const carry = `Carried in from earlier months: ${carriedIn} ${currency}. Carried to the next invoice: ${carriedOut} ${currency}.`;
  return [...document.notes, ...(isCarrying ? [carry] : [])];
}

/** What a credit note corrects, and the invoices that an invoice has adjustments to; each number once. */
function references(document: Invoice | CreditNote): InvoiceReference[] {
  const all =
    document.type === 'credit-note'
      ? [document.corrects]
      : document.lines.flatMap(({ adjusts }) => (adjusts === undefined ? [] : [adjusts]));
  const numbered = all.filter(({ number }) => number !== null);
  return [...new Map(numbered.map((reference) => [reference.number, reference])).values()];
}

const referenceElement = ({ number, issueDate }: InvoiceReference): XmlElement | undefined =>
  element(
    'cac:BillingReference',
    element(
      'cac:InvoiceDocumentReference',
      textElement('cbc:ID', number),
      textElement('cbc:IssueDate', issueDate),
    ),
  );

function parties(document: Invoice | CreditNote): XmlPart {
  const { seller, buyer, customer, taxes } = document;
  const isOutsideTax = taxes.some(({ category }) => category === 'O');
  return [
    element(
      'cac:AccountingSupplierParty',
      partyElement(seller, { role: 'seller', isOutsideTax, key: undefined }),
    ),
    element(
      'cac:AccountingCustomerParty',
      partyElement(buyer, { role: 'buyer', isOutsideTax, key: customer }),
    ),
    taxes.some(({ category }) => category === 'K') ? deliveryElement(document) : undefined,
    paymentTerms(document),
  ];
}

/** A supply within the EU says to which country it went. */
const deliveryElement = ({ buyer }: Invoice | CreditNote): XmlElement | undefined =>
  element(
    'cac:Delivery',
    element(
      'cac:DeliveryLocation',
      element(
        'cac:Address',
        element('cac:Country', textElement('cbc:IdentificationCode', buyer.address?.country)),
      ),
    ),
  );

function paymentTerms(document: Invoice | CreditNote): XmlElement | undefined {
  if (document.type === 'credit-note') {
    return element('cac:PaymentTerms', textElement('cbc:Note', 'Taken off what is owed.'));
  }
  const { dueDate, paymentTermsDays, paymentInstructions } = document;
  const terms = `Payable by ${dueDate ?? ''}, ${paymentTermsDays} days after issue.`;
  const note = paymentInstructions === undefined ? terms : `${terms} ${paymentInstructions}`;
  return element('cac:PaymentTerms', textElement('cbc:Note', note));
}

function sums({ currency, taxes, subtotal, total }: Invoice | CreditNote): XmlPart {
  const amount = amountElement(currency);
  return [
    element(
      'cac:TaxTotal',
      amount('cbc:TaxAmount', taxAmount(taxes)),
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
      'cac:LegalMonetaryTotal',
      amount('cbc:LineExtensionAmount', subtotal),
      amount('cbc:TaxExclusiveAmount', subtotal),
      amount('cbc:TaxInclusiveAmount', total),
      amount('cbc:PayableAmount', total),
    ),
  ];
}

const lines = ({ lines: all, currency, type }: Invoice | CreditNote): XmlPart =>
  all.map((line) => lineElement(line, { currency, type }));
