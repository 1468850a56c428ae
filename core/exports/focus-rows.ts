import { focusColumns } from '../contract/exports/tables.ts';
import type { CreditNote, Invoice, InvoiceLine, LineKind } from '../contract/invoices/invoice.ts';
import { decimalFrom } from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Row, Value } from './columns.ts';

type FocusColumn = (typeof focusColumns)[number]['name'];
type Facts = Readonly<Partial<Record<FocusColumn, Value>>>;

/** A document that has rows: what it shows, and which way it counts. */
export interface ChargedDocument {
  /** The document in the books that says so. */
  readonly id: string;
  readonly kind: 'invoice' | 'credit-note' | 'void';
  /** Of a void, what the invoice showed. */
  readonly content: Invoice | CreditNote;
}

const categories: Readonly<Record<LineKind, string>> = {
  usage: 'Usage',
  fee: 'Purchase',
  minimum: 'Adjustment',
  given: 'Credit',
  pass: 'Credit',
  coupon: 'Credit',
  adjustment: 'Adjustment',
  'carried-in': 'Adjustment',
  rounding: 'Adjustment',
};

const frequencies: Readonly<Record<string, string>> = {
  Usage: 'Usage-Based',
  Purchase: 'Recurring',
};

/**
 * The rows of a document: its lines, its taxes, and what was paid in advance. They add up to what is to be paid of an
 * invoice; credit notes and voids take back.
 */
export function focusRows(document: ChargedDocument): readonly Row[] {
  const { content, kind } = document;
  const sign = kind === 'invoice' ? 1n : -1n;
  const ofAll = factsOfAll(document);
  const prepaid = content.type === 'invoice' ? content.prepaid : undefined;
  const facts: readonly Facts[] = [
    ...content.lines.map((line) => factsOfLine(line, sign, kind === 'invoice')),
    ...content.taxes.map(({ amount, category, rate, code }) => ({
      ...costs(sign * units(amount)),
      ...{ ChargeCategory: 'Tax', ChargeDescription: `Tax ${category} ${rate} %` },
      ...{ x_LineKind: 'tax', x_TaxCode: code },
    })),
    ...(prepaid === undefined
      ? []
      : [
          {
            ...costs(-sign * units(prepaid)),
            ...{ ChargeCategory: 'Credit', ChargeDescription: 'Paid in advance' },
            x_LineKind: 'prepaid',
          },
        ]),
  ];
  return facts.map((own) => rowOf({ ...ofAll, ...own }));
}

function factsOfAll({ id, kind, content }: ChargedDocument): Facts {
  const { customer, currency, period, seller, number } = content;
  const corrects = content.type === 'credit-note' ? content.corrects.number : number;
  return {
    ...{ BillingAccountId: customer, BillingCurrency: currency, InvoiceId: number },
    ...{ BillingPeriodStart: at(period.start), BillingPeriodEnd: at(period.end) },
    ...{ ChargePeriodStart: at(period.start), ChargePeriodEnd: at(period.end) },
    ...{ InvoiceIssuerName: seller.name, ProviderName: seller.name, PublisherName: seller.name },
    ...{ ServiceCategory: 'Other', ServiceName: seller.name, ChargeFrequency: 'One-Time' },
    ...(kind === 'invoice' ? {} : { ChargeClass: 'Correction', x_Corrects: corrects }),
    ...{ x_Document: id, x_DocumentKind: kind, x_Dimensions: new Map() },
  };
}

function factsOfLine(line: InvoiceLine, sign: bigint, isInvoice: boolean): Facts {
  const { kind, meter, charge, period, plan } = line;
  const category = categories[kind];
  return {
    ...costs(sign * units(line.amount)),
    // What a coupon takes off is no part of what things cost by the list.
    ...(kind === 'coupon' ? { ListCost: 0n } : {}),
    ...{ ChargeCategory: category, ChargeDescription: line.description },
    ChargeFrequency: frequencies[category] ?? 'One-Time',
    ...(period === undefined
      ? {}
      : { ChargePeriodStart: at(period.start), ChargePeriodEnd: at(period.end) }),
    ...(isInvoice ? quantitiesOf(line) : {}),
    ...(plan === undefined ? {} : { ServiceName: plan.key }),
    ...(line.adjusts === undefined
      ? {}
      : { ChargeClass: 'Correction', x_Corrects: line.adjusts.number }),
    ...{ x_Line: line.id, x_LineKind: kind, x_Charge: charge ?? null, x_Meter: meter ?? null },
    ...{ x_TaxCode: line.taxCode ?? null, x_ExactCost: sign * units(line.exactAmount) },
    x_Dimensions: new Map(Object.entries(line.dimensions ?? {})),
    x_UnitPrice: decimalFrom(line.unitPrice ?? '') ?? null,
  };
}

/** How much was used, and how many are priced: corrections say neither. */
function quantitiesOf({ kind, quantity, meter, charge, description }: InvoiceLine): Facts {
  if (kind !== 'usage' && kind !== 'fee') return {};
  const [amount, unit] = [units(quantity), meter ?? charge ?? description];
  const priced = { PricingQuantity: amount, PricingUnit: unit };
  return kind === 'fee' ? priced : { ...priced, ConsumedQuantity: amount, ConsumedUnit: unit };
}

/**
 * But for coupons, nothing is listed at another price than it is billed at, and nothing is paid for in advance by
 * another row.
 */
const costs = (amount: bigint): Facts => ({
  ...{ BilledCost: amount, ContractedCost: amount },
  ...{ EffectiveCost: amount, ListCost: amount },
});

const rowOf = (facts: Facts): Row => focusColumns.map(({ name }) => facts[name] ?? null);

const at = (instantText: string): number => Date.parse(instantText);

function units(amount: string): bigint {
  const value = decimalFrom(amount);
  invariant(value !== undefined, `an amount of a document is a decimal, got ${amount}`);
  return value;
}
