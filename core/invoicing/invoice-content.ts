import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import { paymentLinkOf } from '../catalog/payment-link.ts';
import type {
  CreditNote,
  Invoice,
  InvoiceLine,
  InvoiceTax,
  Statement,
} from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { decimalText } from '../kernel/decimal.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { exactOf, exactText } from '../kernel/exact-amount.ts';
import { canonicalText } from '../kernel/json.ts';
import { currencyText, type Nanos, nanosOf, nanosText } from '../kernel/money.ts';
import { localDate } from '../kernel/time-zone.ts';
import { rfc3339, type Timestamp } from '../kernel/timestamp.ts';
import { type BillingPeriod, dueDateOf, invoicePeriod } from './billing-period.ts';
import { carriedContent } from './carried-months.ts';
import type { AmountLine } from './code-lines.ts';
import type { Composed } from './compose.ts';
import { givenAccount } from './given-charges.ts';
import { nationalTax } from './national-tax.ts';
import type { ChargeStep } from './reckoning.ts';
import { sumOfTaxes, type TaxGroup } from './taxes.ts';
import type { CommitmentState } from './term-charges.ts';
import type { CustomerTerms } from './terms.ts';

/** Whose month a document is about. */
export interface ClosingParties {
  readonly terms: CustomerTerms;
  readonly policy: InvoicingPolicy;
  readonly period: BillingPeriod;
}

/** What a draft does not have yet. */
export interface Issue {
  readonly number: string;
  readonly series: string;
  readonly issuedAt: Timestamp;
}

/** What of an invoice is paid when it is issued, and of that, by a wallet. */
export interface InvoicePayment {
  readonly prepaid: Nanos;
  readonly byWallet: Nanos;
}

/** A composed month as an invoice; a draft without `issue`. */
export function invoiceContent(
  id: string,
  result: Composed,
  { terms, policy, period }: ClosingParties,
  issue?: Issue & InvoicePayment,
): Invoice {
  const dates = issue === undefined ? undefined : datesOf(issue.issuedAt, terms, policy);
  return {
    ...commonContent(id, result, { terms, policy, period }),
    type: 'invoice',
    number: issue?.number ?? null,
    series: issue?.series ?? null,
    status: issue === undefined ? 'draft' : 'issued',
    issuedAt: issue === undefined ? null : rfc3339(issue.issuedAt),
    issueDate: dates?.issueDate ?? null,
    dueAt: dates === undefined ? null : rfc3339(dates.dueAt),
    dueDate: dates?.dueDate ?? null,
    paymentTermsDays: terms.paymentTermsDays,
    ...prepaidOf(result, terms, issue?.prepaid),
    ...walletOf(result, terms, issue?.byWallet),
    ...carriedContent(result.carried),
    ...(dates === undefined ? {} : nationalTaxOf(result, { terms, policy }, dates.issueDate)),
    ...paymentLinkIn(result, policy, issue === undefined ? undefined : { ...issue, id }),
    ...(policy.paymentInstructions === undefined
      ? {}
      : { paymentInstructions: policy.paymentInstructions }),
  };
}

/** What was paid before, and what is left to pay; nothing where nothing was. */
const prepaidOf = (
  { total }: Composed,
  { currency }: Pick<CustomerTerms, 'currency'>,
  prepaid: Nanos = nanosOf(0n),
): Pick<Invoice, 'prepaid' | 'payable'> =>
  prepaid === 0n
    ? {}
    : {
        prepaid: currencyText(prepaid, currency),
        payable: currencyText(nanosOf(total - prepaid), currency),
      };

/** What a wallet paid of it: what was bought, which is in `prepaid`, and what was given, which lines take off. */
function walletOf(
  { lines }: Composed,
  { currency }: Pick<CustomerTerms, 'currency'>,
  bought: Nanos = nanosOf(0n),
): Pick<Invoice, 'wallet'> {
  const given = lines.reduce<bigint>(
    (sum, { account, amount }) => (account === givenAccount ? sum - amount : sum),
    0n,
  );
  if (bought === 0n && given === 0n) return {};
  const text = (amount: bigint): string => currencyText(nanosOf(amount), currency);
  return { wallet: { bought: text(bought), given: text(given) } };
}

/** Where it is paid: of what is issued, where something is to pay. */
const paymentLinkIn = (
  { total }: Composed,
  { paymentLink }: Pick<InvoicingPolicy, 'paymentLink'>,
  issue: (Pick<Issue, 'number'> & { readonly id: string; readonly prepaid: Nanos }) | undefined,
): Pick<Invoice, 'paymentLink'> =>
  paymentLink === undefined || issue === undefined || total <= issue.prepaid
    ? {}
    : { paymentLink: paymentLinkOf(paymentLink, issue) };

/** At the rate of the day of issue, which a draft does not have. */
const nationalTaxOf = (
  { taxes }: Composed,
  { terms: { currency }, policy }: Pick<ClosingParties, 'terms' | 'policy'>,
  day: string,
): Pick<Invoice, 'nationalTax'> =>
  definedOnly({ nationalTax: nationalTax({ tax: sumOfTaxes(taxes), currency }, policy, day) });

/** A composed month as the statement that closes it. */
export function statementContent(
  id: string,
  result: Composed,
  { terms, policy, period }: ClosingParties,
  {
    reason,
    issuedAt,
  }: {
    readonly reason: Statement['reason'];
    readonly issuedAt: Timestamp | undefined;
  },
): Statement {
  return {
    ...commonContent(id, result, { terms, policy, period }),
    type: 'statement',
    number: null,
    series: null,
    status: 'closed',
    issuedAt: issuedAt === undefined ? null : rfc3339(issuedAt),
    issueDate: issuedAt === undefined ? null : localDate(issuedAt, policy.timeZone),
    reason,
    minimumCharge: nanosText(terms.minimumCharge),
    ...(reason === 'within-interval' ? definedOnly({ invoicedWith: terms.invoicedWith }) : {}),
  };
}

function commonContent(
  id: string,
  { lines, subtotal, taxes, total, carry, commitment }: Composed,
  { terms, policy, period }: ClosingParties,
) {
  const { currency, ublProfile } = terms;
  return {
    id,
    customer: terms.customer,
    seller: policy.seller,
    buyer: terms.buyer,
    ...definedOnly({
      language: terms.language,
      buyerReference: terms.buyerReference,
      purchaseOrder: terms.purchaseOrder,
      csvSeparator: policy.csvSeparator,
      logo: policy.logo,
      ublProfile: ublProfile === 'en16931' ? undefined : ublProfile,
    }),
    currency,
    period: invoicePeriod(period, period.timeZone),
    lines: lines.map((line, index) => lineContent(line, index, terms)),
    subtotal: currencyText(subtotal, currency),
    taxes: taxes.map((group) => taxContent(group, currency)),
    total: currencyText(total, currency),
    notes: policy.notes,
    ...(commitment === undefined ? {} : { commitment: commitmentContent(commitment) }),
    carriedIn: nanosText(nanosOf(carry.reduce<bigint>((sum, change) => sum + change.in, 0n))),
    carriedOut: nanosText(nanosOf(carry.reduce<bigint>((sum, change) => sum + change.out, 0n))),
  };
}

/** How far a term is drawn down, as documents say it. */
function commitmentContent({ from, last, amount, used, charged }: CommitmentState) {
  const left = amount - used - charged;
  return {
    ...{ from, last, amount: exactText(amount), used: exactText(used) },
    left: exactText(exactOf(left > 0n ? left : 0n)),
    ...(charged === 0n ? {} : { charged: exactText(charged) }),
  };
}

/** When a document issued now is dated and due. */
export const datesOf = (
  issuedAt: Timestamp,
  { paymentTermsDays }: Pick<CustomerTerms, 'paymentTermsDays'>,
  { timeZone }: Pick<InvoicingPolicy, 'timeZone'>,
) => {
  const issueDate = localDate(issuedAt, timeZone);
  return { issueDate, ...dueDateOf(issueDate, paymentTermsDays, timeZone) };
};

function lineContent(
  { rated, treatment, ...line }: AmountLine,
  index: number,
  { currency }: Pick<CustomerTerms, 'currency'>,
): InvoiceLine {
  return {
    id: String(index + 1),
    kind: line.kind,
    ...(line.meter === undefined ? {} : { meter: line.meter }),
    description: line.description,
    quantity: decimalText(line.quantity),
    ...(line.unitPrice === undefined ? {} : { unitPrice: decimalText(line.unitPrice) }),
    exactAmount: nanosText(line.nanos),
    amount: currencyText(line.amount, currency),
    taxCode: line.taxCode,
    ...(treatment === undefined
      ? {}
      : { taxCategory: treatment.category, taxRate: decimalText(treatment.rate) }),
    ...(rated === undefined ? {} : { charge: rated.charge, plan: rated.plan }),
    ...definedOnly({ unit: rated?.unit }),
    ...(rated?.dimensions === undefined ? {} : { dimensions: rated.dimensions }),
    ...(rated?.steps === undefined ? {} : { steps: rated.steps.map(stepContent) }),
    ...(line.period === undefined
      ? {}
      : { period: invoicePeriod(line.period, line.period.timeZone) }),
    ...(line.adjusts === undefined ? {} : { adjusts: line.adjusts }),
  };
}

/** A step as documents show it. */
export const stepContent = ({
  of,
  tier,
  quantity,
  price,
  amount,
}: Omit<ChargeStep, 'of'> & { readonly of: string }) => ({
  of,
  ...(tier === undefined ? {} : { tier }),
  quantity: decimalText(quantity),
  ...(price === undefined ? {} : { price: decimalText(price) }),
  amount: exactText(amount),
});

/** A tax group on the wire. */
const taxContent = (group: TaxGroup, currency: Currency): InvoiceTax => ({
  code: group.codes[0],
  codes: group.codes,
  category: group.category,
  rate: decimalText(group.rate),
  base: currencyText(group.base, currency),
  amount: currencyText(group.amount, currency),
  ...definedOnly({
    exemptionReason: group.exemptionReason,
    exemptionCode: group.exemptionCode,
  }),
});

/** A document as its canonical bytes, of which everything that is served or rendered is made. */
export const contentText = (content: Invoice | Statement | CreditNote): string =>
  canonicalText(content);
