/** Where exports are in the bucket: no tenant's folder has a dot. The number is of how they are laid out. */
export const exportPrefix = 'exports.1';

/** DECIMAL(38,12): as many digits as a decimal of 16 bytes is read with everywhere. */
export const decimalPrecision = 38;
export const decimalScale = 12;

/** What a column of an exported table holds. */
export type ColumnKind = 'text' | 'instant' | 'whole' | 'decimal' | 'texts';

/** A column; `nullable` where a row may have nothing in it. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** What it says, for whoever reads the table. */
  readonly says: string;
}

/** The table of usage: a row for each meter that an event counts on, and one where none does. */
export const usageColumns = [
  { name: 'time', kind: 'instant', nullable: false, says: 'When it was, as its sender says' },
  {
    ...{ name: 'subject', kind: 'text', nullable: false },
    says: 'Whose it is: as the log has it, so a pseudonym where it was recorded under one',
  },
  {
    ...{ name: 'meter', kind: 'text', nullable: true },
    says: 'The meter that it counts on; null where no meter counts the event',
  },
  { name: 'aggregation', kind: 'text', nullable: true, says: 'How the meter adds up' },
  {
    ...{ name: 'quantity', kind: 'decimal', nullable: true },
    says: 'What it adds: 1 to a count, its value to all others; null where it has none to read',
  },
  {
    ...{ name: 'member', kind: 'text', nullable: true },
    says: 'Of unique_count, a digest of the value: distinct ones are counted',
  },
  {
    ...{ name: 'dimensions', kind: 'texts', nullable: false },
    says: 'The values by which the meter keeps usage apart, by field',
  },
  {
    ...{ name: 'nth', kind: 'whole', nullable: false },
    says: '1 on the first row of an event, 2 on the second: count where it is 1 to count events',
  },
  { name: 'type', kind: 'text', nullable: false, says: 'The type of the event' },
  { name: 'source', kind: 'text', nullable: false, says: 'Who sent it' },
  { name: 'id', kind: 'text', nullable: false, says: 'What the sender calls it' },
  {
    ...{ name: 'data', kind: 'text', nullable: true },
    says: 'Its data as canonical JSON, on its first row alone',
  },
] as const satisfies readonly Column[];

const decimal = { kind: 'decimal', nullable: false } as const;
const text = { kind: 'text', nullable: false } as const;
const instant = { kind: 'instant', nullable: false } as const;
const maybe = { nullable: true } as const;

/**
 * The table of charges, by the FinOps Open Cost and Usage Specification 1.2: the columns that it demands, those of its
 * others that are known here, then ours, which begin with `x_` as it says.
 */
export const focusColumns = [
  { name: 'BilledCost', ...decimal, says: 'What is to be paid; of a document, they add up to it' },
  { name: 'BillingAccountId', ...text, says: 'The payer’s key' },
  { name: 'BillingAccountName', ...text, ...maybe, says: 'Null: nothing of a profile is exported' },
  { name: 'BillingCurrency', ...text, says: 'ISO 4217' },
  { name: 'BillingPeriodEnd', ...instant, says: 'The end of the month that is billed, exclusive' },
  { name: 'BillingPeriodStart', ...instant, says: 'Its beginning' },
  { name: 'ChargeCategory', ...text, says: 'Usage, Purchase, Tax, Credit or Adjustment' },
  { name: 'ChargeClass', ...text, ...maybe, says: 'Correction, of what was invoiced before' },
  { name: 'ChargeDescription', ...text, says: 'The line, as the document has it' },
  { name: 'ChargeFrequency', ...text, says: 'Usage-Based, Recurring or One-Time' },
  { name: 'ChargePeriodEnd', ...instant, says: 'The end of what the charge is for, exclusive' },
  { name: 'ChargePeriodStart', ...instant, says: 'Its beginning' },
  {
    name: 'ConsumedQuantity',
    ...decimal,
    ...maybe,
    says: 'Of usage: how much, in units of the meter',
  },
  { name: 'ConsumedUnit', ...text, ...maybe, says: 'Of usage: the meter' },
  { name: 'ContractedCost', ...decimal, says: 'As BilledCost' },
  { name: 'EffectiveCost', ...decimal, says: 'As BilledCost' },
  { name: 'InvoiceId', ...text, says: 'The number of the document' },
  { name: 'InvoiceIssuerName', ...text, says: 'The seller' },
  { name: 'ListCost', ...decimal, says: 'As BilledCost' },
  { name: 'PricingQuantity', ...decimal, ...maybe, says: 'Of usage and fees: how many are priced' },
  { name: 'PricingUnit', ...text, ...maybe, says: 'What is priced: the meter, or the fee' },
  { name: 'ProviderName', ...text, says: 'The seller' },
  { name: 'PublisherName', ...text, says: 'The seller' },
  { name: 'ServiceCategory', ...text, says: 'Other' },
  { name: 'ServiceName', ...text, says: 'The plan; the seller where there is none' },
  { name: 'x_Document', ...text, says: 'The id of the document in the books' },
  { name: 'x_DocumentKind', ...text, says: 'invoice, credit-note or void' },
  { name: 'x_Corrects', ...text, ...maybe, says: 'The number of the invoice that is corrected' },
  { name: 'x_Line', ...text, ...maybe, says: 'The line of the document' },
  { name: 'x_LineKind', ...text, says: 'The kind of the line; tax, or prepaid' },
  { name: 'x_Charge', ...text, ...maybe, says: 'The charge of the plan' },
  { name: 'x_Meter', ...text, ...maybe, says: 'The meter' },
  { name: 'x_Dimensions', kind: 'texts', nullable: false, says: 'The values that it is priced by' },
  {
    name: 'x_ExactCost',
    ...decimal,
    ...maybe,
    says: 'The line to the nano, before it was rounded',
  },
  {
    name: 'x_UnitPrice',
    ...decimal,
    ...maybe,
    says: 'Where one price holds for the whole quantity',
  },
  { name: 'x_TaxCode', ...text, ...maybe, says: 'The tax code' },
] as const satisfies readonly Column[];

/** The table of the books: a row for each posting. */
export const booksColumns = [
  { name: 'block', kind: 'whole', nullable: false, says: 'The block of the books' },
  { name: 'index', kind: 'whole', nullable: false, says: 'The place of the document in its block' },
  { name: 'document', kind: 'text', nullable: false, says: 'The id of the document' },
  { name: 'kind', kind: 'text', nullable: false, says: 'Its kind' },
  { name: 'number', kind: 'text', nullable: true, says: 'Its number, where it has one' },
  { name: 'day', kind: 'text', nullable: false, says: 'The day on which it counts, the seller’s' },
  { name: 'effective_at', kind: 'instant', nullable: false, says: 'When it counts' },
  { name: 'recorded_at', kind: 'instant', nullable: false, says: 'When it was recorded' },
  { name: 'account', kind: 'text', nullable: false, says: 'The account' },
  { name: 'currency', kind: 'text', nullable: false, says: 'ISO 4217' },
  {
    ...{ name: 'amount', kind: 'decimal', nullable: false },
    says: 'As accounts have it: what is owed to us is positive; of a document they sum to zero',
  },
  { name: 'service', kind: 'text', nullable: true, says: 'Of revenue, the month it was for' },
  { name: 'payer', kind: 'text', nullable: true, says: 'Whose it is, where somebody pays' },
  { name: 'payee', kind: 'text', nullable: true, says: 'The same where somebody earns' },
  { name: 'period', kind: 'text', nullable: true, says: 'The month that it closes' },
  { name: 'invoice', kind: 'text', nullable: true, says: 'The invoice that it is about' },
  { name: 'rail', kind: 'text', nullable: true, says: 'The rail that money came over' },
  { name: 'reference', kind: 'text', nullable: true, says: 'What the rail calls it' },
] as const satisfies readonly Column[];
