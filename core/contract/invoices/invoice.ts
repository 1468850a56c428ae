import type { InvoicePeriod } from './invoice-period.ts';
import type { NationalTax } from './national-tax.ts';
import type { CarriedFrom, DocumentCommitment } from './of-months.ts';

/**
 * What an invoice, a credit note and a statement are on the wire. All money is in major units as a decimal string:
 * `amount`, `base`, `subtotal`, `total` with exactly the currency's minor digits (`"12.30"`, `"1200"` for JPY),
 * `exactAmount`, `carriedIn` and `carriedOut` as short as they go, down to nine places (`"0.000042"`). Instants are RFC
 * 3339 in UTC, dates `YYYY-MM-DD`.
 */

/**
 * A draft is not in the books yet. Issued invoices become paid, when nothing is due any more; credited, when all of it
 * was taken back by credit notes; uncollectible, when what was due is written off; or void.
 */
export const invoiceStatuses = [
  ...['draft', 'issued', 'paid', 'credited', 'uncollectible', 'void'],
] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** Below the minimum charge, a credit that is left over, no usage, or invoiced with the last month of an interval. */
export const statementReasons = [
  ...['below-minimum', 'credit-carried', 'nothing-to-charge', 'within-interval'],
] as const;

export const lineKinds = [
  'usage',
  'fee',
  'minimum',
  'given',
  'pass',
  'coupon',
  'adjustment',
  'carried-in',
  'rounding',
] as const;
export type LineKind = (typeof lineKinds)[number];

/**
 * VAT category codes of EN 16931 (UNCL 5305): standard, zero rated, exempt, reverse charge, outside the scope, export
 * outside the EU, intra-community supply, Canary Islands (IGIC), Ceuta and Melilla (IPSI).
 */
export const taxCategories = ['S', 'Z', 'E', 'AE', 'O', 'G', 'K', 'L', 'M'] as const;
export type TaxCategory = (typeof taxCategories)[number];

/** A postal address; the country is ISO 3166-1 alpha-2. */
export interface PostalAddress {
  /** Street and number, building, floor: as many lines as the address has. */
  readonly lines: readonly string[];
  readonly postalCode?: string;
  readonly city?: string;
  /** State, province, county. */
  readonly region?: string;
  readonly country: string;
}

/** Seller or buyer, as they were when the document was issued. */
export interface Party {
  /** Legal name. */
  readonly name: string;
  readonly address?: PostalAddress;
  /** VAT identifier with its country prefix (`DE123456788`), or another tax number where there is no VAT. */
  readonly taxNumber?: string;
  /** Number in a register of companies. */
  readonly registrationNumber?: string;
  readonly email?: string;
  /** Where electronic invoices are delivered: an identifier in a scheme of the EAS code list (`0088`, `9930`, …). */
  readonly electronicAddress?: { readonly scheme: string; readonly id: string };
  /** Whom to ask. */
  readonly contact?: { readonly name?: string; readonly phone?: string; readonly email?: string };
  /** Of a seller: where it is paid to. IBAN and BIC are without spaces. */
  readonly bankAccount?: { readonly iban: string; readonly bic?: string; readonly holder?: string };
}

/**
 * The languages that documents can be written in, by ISO 639-1. What is stored is in English whatever they say; what
 * people read as PDF is not.
 */
export const documentLanguages = ['en', 'de', 'fr'] as const;
export type DocumentLanguage = (typeof documentLanguages)[number];
/** By which rules UBL is written: the core of EN 16931, or a profile of it that asks for more. */
export const ublProfiles = ['en16931', 'peppol-bis-3', 'xrechnung-3'] as const;
export type UblProfile = (typeof ublProfiles)[number];

/** An earlier document this one speaks of. */
export interface InvoiceReference {
  readonly id: string;
  /** Null where a month was closed without an invoice. */
  readonly number: string | null;
  /** In the seller's time zone. */
  readonly issueDate: string;
  /** `YYYY-MM`. */
  readonly period: string;
}

/** One product, or one correction, that a line is made of. */
export interface InvoiceLineStep {
  /** What `quantity` counts: `units`, `packages`, `percent`, `events`, … */
  readonly of: string;
  /** From 1, in prices with tiers. */
  readonly tier?: number;
  readonly quantity: string;
  readonly price?: string;
  /** Exact, up to 24 places. */
  readonly amount: string;
}

/** What people count by: so many of the meter's units (10, 100, …), and what that is called, such as `GB`. */
export interface InvoiceLineUnit {
  readonly name?: string;
  readonly size: string;
}

/** One charge. Amounts are without tax. */
export interface InvoiceLine {
  /** `"1"`, `"2"`, … in the order of the invoice. */
  readonly id: string;
  readonly kind: LineKind;
  /** Only for usage of a meter. */
  readonly meter?: string;
  readonly description: string;
  readonly quantity: string;
  /** Only where one price holds for the whole quantity. */
  readonly unitPrice?: string;
  readonly unit?: InvoiceLineUnit;
  /**
   * To the nano. On an invoice these, `rounding` lines included, add up to the subtotal too; on a statement, to
   * `carriedOut`.
   */
  readonly exactAmount: string;
  /** Rounded; the amounts of all lines add up to the subtotal exactly. */
  readonly amount: string;
  readonly taxCode?: string;
  /** What `taxCode` meant when the invoice was issued; the rate in percent. */
  readonly taxCategory?: TaxCategory;
  readonly taxRate?: string;
  /** The charge or fee of the plan this is, and the plan's version. */
  readonly charge?: string;
  readonly plan?: { readonly key: string; readonly effectiveFrom: string };
  /** How the amount comes about where it is not quantity times unit price: tiers, packages, limits. */
  readonly steps?: readonly InvoiceLineStep[];
  readonly dimensions?: Readonly<Record<string, string | null>>;
  /** What it is for, where that is not the whole of the document's month: a part of it, or another one. */
  readonly period?: InvoicePeriod;
  /** What an adjustment corrects. */
  readonly adjusts?: InvoiceReference;
  /** On a credit note, the id of the invoice's line it takes off. */
  readonly correctsLine?: string;
}

/** One VAT breakdown: all lines of one category and rate. */
export interface InvoiceTax {
  /** The tax code of its lines; where several codes mean the same category and rate, the first by code units. */
  readonly code: string;
  readonly codes: readonly string[];
  readonly category: TaxCategory;
  /** Percent: `"19"`, `"5.5"`, `"0"`. */
  readonly rate: string;
  readonly base: string;
  readonly amount: string;
  /** Why no tax is charged; always there for E, AE, O, G and K. */
  readonly exemptionReason?: string;
  /** A VATEX code, such as `VATEX-EU-AE`. */
  readonly exemptionCode?: string;
}

/** In which forms a document is served: UBL and CII are XML, the two ways in which EN 16931 is written. */
export const documentForms = ['json', 'pdf', 'csv', 'ubl', 'cii'] as const;
export type DocumentForm = (typeof documentForms)[number];

/** What each form is asked for by, in `Accept`. What is XML is UBL there; CII is asked for by `format`. */
export const documentMediaTypes = {
  json: 'application/json',
  pdf: 'application/pdf',
  csv: 'text/csv',
  ubl: 'application/xml',
  cii: 'application/xml',
} as const satisfies Record<DocumentForm, string>;

/**
 * Where the other forms of a document are, as paths of this interface; beside the document, and never part of what is
 * stored.
 */
export interface DocumentLinks {
  readonly pdf: string;
  readonly csv: string;
  /** Only where EN 16931 allows one. */
  readonly ubl?: string;
  /** The same. */
  readonly cii?: string;
}

/** What every issued document says; once issued, the same for ever. */
interface CommonContent {
  readonly id: string;
  /** Gapless within its series; null for drafts and statements. */
  readonly number: string | null;
  readonly series: string | null;
  /** The customer's key; their particulars are `buyer`. */
  readonly customer: string;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of its PDF; English where it says nothing. */
  readonly language?: DocumentLanguage;
  /** What the buyer finds it by: a cost centre, a routing id. */
  readonly buyerReference?: string;
  /** The buyer's order. */
  readonly purchaseOrder?: string;
  /** Of its CSV; a comma where left out. */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** Of its PDF: the SHA-256 of a picture that the seller gave. */
  readonly logo?: string;
  /** Where it is not the core of EN 16931. */
  readonly ublProfile?: UblProfile;
  readonly currency: string;
  readonly period: InvoicePeriod;
  /** Null while a draft. */
  readonly issuedAt: string | null;
  /** Local date of issue, in the seller's time zone: dates and numbers of a series go up together. */
  readonly issueDate: string | null;
  readonly lines: readonly InvoiceLine[];
  /** Sum of the lines' amounts. */
  readonly subtotal: string;
  readonly taxes: readonly InvoiceTax[];
  /** The taxes in the currency of the seller's country, where the law asks for it. */
  readonly nationalTax?: NationalTax;
  /** `subtotal` plus taxes. */
  readonly total: string;
  /** Text the seller puts on every document. */
  readonly notes: readonly string[];
}

/** An invoice, as issued (`status` then is `issued` in the stored document) or as a draft. */
export interface Invoice extends CommonContent {
  readonly type: 'invoice';
  readonly status: InvoiceStatus;
  /** What of `total` the payer's unapplied money paid when it was issued; left out where nothing. */
  readonly prepaid?: string;
  /** `total` less `prepaid`, where that is. */
  readonly payable?: string;
  /** What the payer's wallet paid of it; left out where nothing. */
  readonly wallet?: {
    /** Of what was bought: a part of `prepaid`. */
    readonly bought: string;
    /** Of what was given, without tax: lines of the kind `given` and their adjustments take it off. */
    readonly given: string;
  };
  /** Of the last month of an interval: the months before it that are in what is carried in, and what each came to. */
  readonly carriedFrom?: readonly CarriedFrom[];
  /** The end of `dueDate` in the seller's time zone. */
  readonly dueAt: string | null;
  /** The last day on which payment is in time. */
  readonly dueDate: string | null;
  /** Days after issue. */
  readonly paymentTermsDays: number;
  /** How to pay: account, reference. */
  readonly paymentInstructions?: string;
  /** The seller's own page at which it is paid; of what is issued, where something is to pay. */
  readonly paymentLink?: string;
  readonly commitment?: DocumentCommitment;
  readonly carriedIn: string;
  readonly carriedOut: string;
}

/** Corrects an issued invoice; its amounts are positive, and are taken off what the customer owes. */
export interface CreditNote extends CommonContent {
  readonly number: string;
  readonly series: string;
  readonly issuedAt: string;
  readonly issueDate: string;
  readonly type: 'credit-note';
  readonly status: 'issued';
  readonly corrects: InvoiceReference;
  readonly reason: string;
}

/** A month closed without an invoice: too little to charge, all of it carried on, or nothing at all. */
export interface Statement extends CommonContent {
  readonly type: 'statement';
  readonly status: 'closed';
  readonly number: null;
  readonly series: null;
  /** Below the minimum charge, a credit that is left over, no usage, or within an interval of invoices. */
  readonly reason: (typeof statementReasons)[number];
  /** In the currency of the statement. */
  readonly minimumCharge: string;
  /** `YYYY-MM`, within an interval of invoices: the month whose invoice has what it comes to. */
  readonly invoicedWith?: string;
  readonly commitment?: DocumentCommitment;
  readonly carriedIn: string;
  readonly carriedOut: string;
}

/** What a customer is shown: an invoice, a credit note or a statement. */
export type DocumentContent = Invoice | CreditNote | Statement;
