import { element, textElement, type XmlElement } from '../../kernel/xml.ts';
import {
  discountCode,
  type ElectronicAllowance,
  type ElectronicInvoice,
  type ElectronicPeriod,
  type ElectronicTax,
} from '../electronic/electronic-invoice.ts';

/** How it is paid, what it comes to, and what it corrects. */
export const settlementElement = (invoice: ElectronicInvoice): XmlElement | undefined =>
  element(
    'ram:ApplicableHeaderTradeSettlement',
    textElement('ram:PaymentReference', invoice.payment?.reference),
    textElement('ram:TaxCurrencyCode', invoice.taxCurrency),
    textElement('ram:InvoiceCurrencyCode', invoice.currency),
    paymentElement(invoice),
    invoice.taxes.map(taxElement),
    periodElement(invoice.period),
    invoice.allowances.map(allowanceElement),
    element(
      'ram:SpecifiedTradePaymentTerms',
      textElement('ram:Description', invoice.paymentTerms),
      dateElement('ram:DueDateDateTime', invoice.dueDate),
    ),
    sumsElement(invoice),
    invoice.preceding.map(({ number, issueDate }) =>
      element(
        'ram:InvoiceReferencedDocument',
        textElement('ram:IssuerAssignedID', number),
        element(
          'ram:FormattedIssueDateTime',
          textElement('qdt:DateTimeString', digits(issueDate), asDay),
        ),
      ),
    ),
  );

const paymentElement = ({ payment }: ElectronicInvoice): XmlElement | undefined =>
  element(
    'ram:SpecifiedTradeSettlementPaymentMeans',
    textElement('ram:TypeCode', payment?.code),
    element(
      'ram:PayeePartyCreditorFinancialAccount',
      textElement('ram:IBANID', payment?.account?.iban),
      textElement('ram:AccountName', payment?.account?.holder),
    ),
    element(
      'ram:PayeeSpecifiedCreditorFinancialInstitution',
      textElement('ram:BICID', payment?.account?.bic),
    ),
  );

/** What a tax is that is charged: always VAT. */
export const taxKind = textElement('ram:TypeCode', 'VAT');

const taxElement = (tax: ElectronicTax): XmlElement | undefined =>
  element(
    'ram:ApplicableTradeTax',
    textElement('ram:CalculatedAmount', tax.amount),
    taxKind,
    textElement('ram:ExemptionReason', tax.reason),
    textElement('ram:BasisAmount', tax.base),
    textElement('ram:CategoryCode', tax.category),
    textElement('ram:ExemptionReasonCode', tax.reasonCode),
    textElement('ram:RateApplicablePercent', tax.rate),
  );

const allowanceElement = ({
  amount,
  reason,
  treatment,
}: ElectronicAllowance): XmlElement | undefined =>
  element(
    'ram:SpecifiedTradeAllowanceCharge',
    element('ram:ChargeIndicator', textElement('udt:Indicator', 'false')),
    textElement('ram:ActualAmount', amount),
    textElement('ram:ReasonCode', discountCode),
    textElement('ram:Reason', reason),
    element(
      'ram:CategoryTradeTax',
      taxKind,
      textElement('ram:CategoryCode', treatment.category),
      textElement('ram:RateApplicablePercent', treatment.rate),
    ),
  );

/** Only amounts of tax name their currency. */
const sumsElement = ({
  totals,
  currency,
  taxCurrency,
}: ElectronicInvoice): XmlElement | undefined =>
  element(
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
    textElement('ram:LineTotalAmount', totals.lines),
    textElement('ram:AllowanceTotalAmount', totals.allowances),
    textElement('ram:TaxBasisTotalAmount', totals.withoutTax),
    textElement('ram:TaxTotalAmount', totals.tax, { currencyID: currency }),
    textElement('ram:TaxTotalAmount', totals.nationalTax, { currencyID: taxCurrency ?? '' }),
    textElement('ram:GrandTotalAmount', totals.withTax),
    textElement('ram:TotalPrepaidAmount', totals.prepaid),
    textElement('ram:DuePayableAmount', totals.payable),
  );

/** The period of a document or of a line. */
export const periodElement = (period: ElectronicPeriod | undefined): XmlElement | undefined =>
  element(
    'ram:BillingSpecifiedPeriod',
    dateElement('ram:StartDateTime', period?.from),
    dateElement('ram:EndDateTime', period?.until),
  );

/** UNTDID 2379: a day, as CCYYMMDD. */
const asDay = { format: '102' };

/** A day; undefined where there is none. */
export const dateElement = (name: string, day: string | undefined): XmlElement | undefined =>
  day === undefined
    ? undefined
    : element(name, textElement('udt:DateTimeString', digits(day), asDay));

const digits = (day: string): string => day.replaceAll('-', '');
