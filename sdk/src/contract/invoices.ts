// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Charge,
  Collection,
  Decimal,
  DocumentCommitment,
  ExplainedStep,
  FixedFee,
  Instant,
  InvoiceLine,
  InvoicePeriod,
  InvoiceReference,
  InvoiceTax,
  Month,
  Parked,
  Party,
  PayerKey,
  PlanKey,
  RailName,
  RollingWindow,
} from './shared.ts';

/** A document that billed this charge of this month, or took it back. */
export interface BilledBy {
  readonly id: string;
  readonly type: 'invoice' | 'statement' | 'void' | 'draft';
  readonly number: string | null;
  readonly period: Month;
  readonly quantity: Decimal;
  /** In major units, as rating makes it: up to 24 places, never rounded. */
  readonly ratedAmount: string;
}

/** By `type`. */
export type BillingDocument = Invoice | CreditNote | Statement;

export interface CollectionBody {
  readonly rail: RailName;
  /** Where the payer comes to, having paid. That they come says nothing of the money. */
  readonly successUrl: string;
  /** Where the payer comes back to, not having paid. */
  readonly cancelUrl: string;
}

export interface CollectionList {
  readonly collections: readonly Collection[];
}

export interface CreditNote {
  readonly type: 'credit-note';
  readonly id: string;
  readonly customer: PayerKey;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of its PDF; English where left out. */
  readonly language?: 'en' | 'de' | 'fr';
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /**
   * Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma,
   * as spreadsheets in most of Europe read them.
   */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** On its PDF. */
  readonly logo?: string;
  readonly currency: string;
  readonly period: InvoicePeriod;
  readonly lines: readonly InvoiceLine[];
  /** In major units, with the currency’s minor digits. */
  readonly subtotal: string;
  readonly taxes: readonly InvoiceTax[];
  /**
   * The taxes in the currency of the seller’s country, where it is billed in another: one unit is
   * `rate` of it, from `rateFrom` on.
   */
  readonly nationalTax?: {
    readonly currency: string;
    readonly rate: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly rateFrom: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  };
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  /** What the seller puts on every document. */
  readonly notes: readonly string[];
  readonly number: string;
  readonly series: string;
  readonly status: 'issued';
  readonly issuedAt: Instant;
  /** A local date, `YYYY-MM-DD`. */
  readonly issueDate: string;
  readonly corrects: InvoiceReference;
  readonly reason: string;
  readonly documents: DocumentLinks;
  /** Why each line is what it is, in words, in the order of `lines`. */
  readonly reasons: readonly string[];
}

export interface CreditNoteRequest {
  /** Why, for whoever audits it. */
  readonly reason: string;
  /** Without tax; all that is not credited yet where left out. */
  readonly lines?: readonly {
    readonly line: string;
    readonly amount: Decimal;
  }[];
}

/** Paths of the same document as PDF, CSV and, where EN 16931 allows them, UBL 2.1 and CII. */
export interface DocumentLinks {
  readonly pdf: string;
  readonly csv: string;
  readonly ubl?: string;
  readonly cii?: string;
}

export interface ExplainedEvent {
  readonly source: string;
  readonly id: string;
  readonly time: Instant;
  readonly subject: string;
  readonly dimensions: Readonly<Record<string, string | null>>;
  /** What the meter reads off it; 1 where events are counted. */
  readonly value: string;
}

/** As the plan says it. */
export interface ExplainedPrice {
  readonly plan: PlanKey;
  /** Of the version that was in force. */
  readonly effectiveFrom: string;
  readonly charge?: Charge;
  readonly fee?: FixedFee;
  readonly minimumCommitment?: string;
}

/** The part of a month that the line is for. */
export interface ExplainedStretch {
  readonly period: InvoicePeriod;
  readonly month: Month;
  readonly days: number;
  readonly daysOfMonth: number;
}

/** What one subject used in one day or hour. */
export interface ExplainedTally {
  readonly start: Instant;
  readonly end: Instant;
  readonly subject: string;
  readonly dimensions: Readonly<Record<string, string | null>>;
  readonly quantity: Decimal;
}

export interface ExplainedUsage {
  readonly meter: string;
  readonly aggregation: string;
  readonly eventType: string;
  readonly dimensions: readonly string[];
  /** How many the customer pays for. */
  readonly subjects: number;
  /** As of now, of the whole stretch. */
  readonly quantity: Decimal;
  /** In major units, as rating makes it: up to 24 places, never rounded. */
  readonly ratedAmount: string;
  /**
   * Whether tallies add up to `quantity`; what is distinct, least, greatest or latest does not.
   */
  readonly addsUp: boolean;
  /** Of a level that had stood at something before. */
  readonly opening?: {
    /** Where the stretch begins. */
    readonly level: Decimal;
    /** What of `quantity` comes of it; tallies add up to the rest. */
    readonly quantity?: Decimal;
  };
  /** Of a level that has several prices: `quantity` is its share of this by time. */
  readonly monthQuantity?: Decimal;
  /** Of a meter of trailing windows. */
  readonly window?: RollingWindow;
  /**
   * Each ends with a day that is charged. The greatest, or their mean, is `monthQuantity`, or
   * `quantity` where that is of the whole month.
   */
  readonly windows?: readonly {
    readonly start: Instant;
    readonly end: Instant;
    readonly quantity: Decimal;
  }[];
  /** In the order of the books. */
  readonly billed: readonly BilledBy[];
  /** Only where usage has changed since. */
  readonly difference?: {
    /** Usage as of now less what was billed by this document and those before it. */
    readonly quantity: Decimal;
    readonly billedSince: Decimal;
    /** In no document yet. */
    readonly open: Decimal;
    readonly detail: string;
  };
}

export interface Invoice {
  readonly type: 'invoice';
  readonly id: string;
  readonly customer: PayerKey;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of its PDF; English where left out. */
  readonly language?: 'en' | 'de' | 'fr';
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /**
   * Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma,
   * as spreadsheets in most of Europe read them.
   */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** On its PDF. */
  readonly logo?: string;
  readonly currency: string;
  readonly period: InvoicePeriod;
  readonly lines: readonly InvoiceLine[];
  /** In major units, with the currency’s minor digits. */
  readonly subtotal: string;
  readonly taxes: readonly InvoiceTax[];
  /**
   * The taxes in the currency of the seller’s country, where it is billed in another: one unit is
   * `rate` of it, from `rateFrom` on.
   */
  readonly nationalTax?: {
    readonly currency: string;
    readonly rate: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly rateFrom: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  };
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  /** What the seller puts on every document. */
  readonly notes: readonly string[];
  /** Null while a draft. */
  readonly number: string | null;
  /** Null while a draft. */
  readonly series: string | null;
  readonly status: 'draft' | 'issued' | 'paid' | 'credited' | 'uncollectible' | 'void';
  /** Null while a draft. */
  readonly issuedAt: Instant | null;
  /** In the seller’s time zone; null while a draft. */
  readonly issueDate: string | null;
  /**
   * What of `total` the payer’s unapplied money paid when it was issued; left out where nothing.
   */
  readonly prepaid?: string;
  /** `total` less `prepaid`, where that is. */
  readonly payable?: string;
  /** What the payer’s wallet paid of it; left out where nothing. */
  readonly wallet?: {
    /** Of what was bought: a part of `prepaid`. */
    readonly bought: string;
    /**
     * Of what was given, without tax: lines of the kind `given` and their adjustments take it off.
     */
    readonly given: string;
  };
  /**
   * Where the customer is invoiced by intervals: the months before the last that are in what is
   * carried in, each with the id of its statement and what that carried on.
   */
  readonly carriedFrom?: readonly {
    readonly id: string;
    readonly period: Month;
    /** In major units, to the nano. */
    readonly exactAmount: string;
  }[];
  /** The end of `dueDate`; null while a draft. */
  readonly dueAt: Instant | null;
  /** The last day to pay; null while a draft. */
  readonly dueDate: string | null;
  readonly paymentTermsDays: number;
  readonly paymentInstructions?: string;
  /** The seller’s own page at which it is paid; only where something is to pay. */
  readonly paymentLink?: string;
  readonly commitment?: DocumentCommitment;
  /** In major units, to the nano. */
  readonly carriedIn: string;
  /** In major units, to the nano. */
  readonly carriedOut: string;
  readonly documents: DocumentLinks;
  /** Why each line is what it is, in words, in the order of `lines`. */
  readonly reasons: readonly string[];
  /** Not of a draft. */
  readonly paymentState?: PaymentState;
  readonly parked?: Parked;
}

/** A page of invoices. One may be short before the last. */
export interface InvoiceList {
  readonly invoices: readonly ({
    readonly id: string;
    readonly number: string | null;
    readonly status: 'draft' | 'issued' | 'paid' | 'credited' | 'uncollectible' | 'void';
    readonly overdue: boolean;
    readonly customer: PayerKey;
    readonly currency: string;
    readonly period: InvoicePeriod;
    readonly issuedAt: Instant | null;
    readonly dueAt: Instant | null;
    /** The last day to pay; null while a draft. */
    readonly dueDate: string | null;
    /** In major units, with the currency’s minor digits. */
    readonly total: string;
    /** In major units, with the currency’s minor digits. */
    readonly amountDue: string;
    /** In major units, to the nano. */
    readonly carriedOut: string;
  })[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface Issue {
  /** Why, for whoever audits it. */
  readonly reason: string;
  /**
   * Of a draft, the same for the same draft. Said when it is issued, what has changed since it was
   * looked at is refused.
   */
  readonly fingerprint?: string;
}

/** From a line to its price, its tallies, and the events that they were folded from. */
export interface LineExplanation {
  readonly invoice: {
    readonly type: 'invoice' | 'credit-note' | 'statement';
    readonly id: string;
    readonly number: string | null;
    readonly status: string;
    readonly customer: PayerKey;
    readonly currency: string;
    readonly period: InvoicePeriod;
  };
  readonly line: InvoiceLine;
  /** In a sentence, for people. */
  readonly reason: string;
  readonly price?: ExplainedPrice;
  readonly stretch?: ExplainedStretch;
  /** They add up to the line’s exact amount, which the line itself says to the nano. */
  readonly steps: readonly ExplainedStep[];
  /** What each earlier document left, latest first; they add up to the line. */
  readonly carried?: readonly ({
    readonly id: string;
    readonly type: 'invoice' | 'statement' | 'void' | 'draft';
    readonly number: string | null;
    readonly period: Month;
    /** In major units, to the nano. */
    readonly exactAmount: string;
    /**
     * Of a month within an interval: the last one of that. Its usage is in the lines of this
     * statement.
     */
    readonly invoicedWith?: Month;
  })[];
  readonly usage?: ExplainedUsage;
  /** Only of usage, and without `events`. */
  readonly tallies?: readonly ExplainedTally[];
  /** Only of usage, with `events`. */
  readonly events?: readonly ExplainedEvent[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface PauseRequest {
  /**
   * From this day on reminders may come again; a year ahead at most. Left out: the pause ends now.
   */
  readonly until?: string;
  /** Why, for whoever audits it. */
  readonly reason: string;
}

export interface PaymentRequest {
  /** Over which it came: `bank`, `card`, … */
  readonly rail: string;
  /** The rail’s own word for it: the same is the same payment. */
  readonly reference: string;
  readonly amount: Decimal;
  /**
   * An instant, or a day in the seller’s time zone: not in the future, and at most a year before
   * the invoice. Now where left out.
   */
  readonly receivedAt?: string;
}

/** What has become of an issued invoice since. */
export interface PaymentState {
  readonly status: 'draft' | 'issued' | 'paid' | 'credited' | 'uncollectible' | 'void';
  readonly overdue: boolean;
  /** What payments have applied to it. */
  readonly amountPaid: string;
  /** In major units, with the currency’s minor digits. */
  readonly amountCredited: string;
  /** Negative where more was paid than was due. */
  readonly amountDue: string;
  /** What is not hoped for any more, and no longer due. */
  readonly amountWrittenOff?: string;
  readonly writeOffReason?: string;
  readonly payments: readonly {
    readonly id: string;
    readonly rail: string;
    readonly reference: string;
    /** What of it is applied to the invoice now. */
    readonly amount: string;
    readonly receivedAt: Instant;
    /** The day of it, in the seller’s time zone. */
    readonly receivedOn?: string;
  }[];
  readonly creditNotes: readonly {
    readonly id: string;
    readonly number: string;
  }[];
  /** That were made of it, the first first. */
  readonly reminders?: readonly {
    readonly id: string;
    readonly level: number;
    /** A local date, `YYYY-MM-DD`. */
    readonly day: string;
  }[];
  /** Nobody is reminded of it before this day. */
  readonly remindersPausedUntil?: string;
  readonly voidedAt?: Instant;
  readonly voidReason?: string;
}

/**
 * The document that was added to the books, or was there already, and the invoice as it now is.
 */
export interface Recorded {
  readonly id: string;
  readonly isNew: boolean;
  readonly invoice: BillingDocument;
}

/** The document of the books, or that there was. */
export interface RecordedPause {
  readonly id: string;
  readonly isNew: boolean;
  /** A local date, `YYYY-MM-DD`. */
  readonly until?: string;
  readonly reason: string;
}

/** A month closed without an invoice, or a draft of that. */
export interface Statement {
  readonly type: 'statement';
  readonly id: string;
  readonly customer: PayerKey;
  readonly seller: Party;
  readonly buyer: Party;
  /** Of its PDF; English where left out. */
  readonly language?: 'en' | 'de' | 'fr';
  /**
   * What the customer finds its invoices by: a cost centre, or the routing id of an authority
   * (Leitweg-ID).
   */
  readonly buyerReference?: string;
  /** The number of the customer’s order. */
  readonly purchaseOrder?: string;
  /**
   * The rules that UBL keeps: `en16931`, the core; `peppol-bis-3` (unverified: its official rules
   * were never run on what is made here); `xrechnung-3`. What lacks sets a month aside
   * (`missing-on-invoice`).
   */
  readonly ublProfile?: 'en16931' | 'peppol-bis-3' | 'xrechnung-3';
  /**
   * Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma,
   * as spreadsheets in most of Europe read them.
   */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** On its PDF. */
  readonly logo?: string;
  readonly currency: string;
  readonly period: InvoicePeriod;
  readonly lines: readonly InvoiceLine[];
  /** In major units, with the currency’s minor digits. */
  readonly subtotal: string;
  readonly taxes: readonly InvoiceTax[];
  /**
   * The taxes in the currency of the seller’s country, where it is billed in another: one unit is
   * `rate` of it, from `rateFrom` on.
   */
  readonly nationalTax?: {
    readonly currency: string;
    readonly rate: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly rateFrom: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
  };
  /** In major units, with the currency’s minor digits. */
  readonly total: string;
  /** What the seller puts on every document. */
  readonly notes: readonly string[];
  readonly number: null;
  readonly series: null;
  readonly status: 'closed';
  /** Null while a draft. */
  readonly issuedAt: Instant | null;
  /** In the seller’s time zone; null while a draft. */
  readonly issueDate: string | null;
  readonly reason: 'below-minimum' | 'credit-carried' | 'nothing-to-charge' | 'within-interval';
  /** In major units, to the nano. */
  readonly minimumCharge: string;
  /**
   * Where the customer is invoiced by intervals: the month whose invoice has what this one comes
   * to.
   */
  readonly invoicedWith?: Month;
  readonly commitment?: DocumentCommitment;
  /** In major units, to the nano. */
  readonly carriedIn: string;
  /** In major units, to the nano. */
  readonly carriedOut: string;
  readonly documents: DocumentLinks;
  /** Why each line is what it is, in words, in the order of `lines`. */
  readonly reasons: readonly string[];
  readonly parked?: Parked;
}

export interface Void {
  /** Why, for whoever audits it. */
  readonly reason: string;
  /** `rebill` (the default): the month is open again. `forgive`: it stays closed. */
  readonly afterwards?: 'rebill' | 'forgive';
}

export interface WriteOffRequest {
  /** Why, for whoever audits it. */
  readonly reason: string;
}

/** The operations of invoices. */
export interface InvoicesOperations {
  /** List invoices by customer, month or status. */
  readonly listInvoices: {
    readonly method: 'GET';
    readonly path: '/v1/invoices';
    readonly query: {
      readonly customer?: PayerKey | undefined;
      readonly period?: Month | undefined;
      /** `draft` needs a period. */
      readonly status?: 'draft' | 'issued' | 'paid' | 'credited' | 'uncollectible' | 'void' | 'overdue' | undefined;
      /** Invoices on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: InvoiceList;
  };
  /** One invoice, draft, credit note or statement. */
  readonly getInvoice: {
    readonly method: 'GET';
    readonly path: '/v1/invoices/{id}';
    readonly query: {
      /** Wins over `Accept`, so that a link is enough. */
      readonly format?: 'json' | 'pdf' | 'csv' | 'ubl' | 'cii' | undefined;
      /**
       * Of a void invoice as PDF: a copy that says so on each page, drawn when it is asked for. Of
       * all else nothing.
       */
      readonly stamp?: 'void' | undefined;
    };
    readonly answer: BillingDocument;
  };
  /** Where a line comes from: price, calculation, tallies, events. */
  readonly explainLine: {
    readonly method: 'GET';
    readonly path: '/v1/invoices/{id}/lines/{line}';
    readonly query: {
      /** What tallies are of, by the customer’s calendar; a day where left out. */
      readonly window?: 'day' | 'hour' | undefined;
      /** The events themselves instead of tallies, in the order of their times. */
      readonly events?: 'true' | 'false' | undefined;
      /** Tallies, or events, on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: LineExplanation;
  };
  /** Issue a draft that waits for a person. */
  readonly issueInvoice: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/issue';
    readonly body: Issue;
    readonly answer: Recorded;
  };
  /** Void an invoice; its number stays taken. */
  readonly voidInvoice: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/void';
    readonly body: Void;
    readonly answer: Recorded;
  };
  /** Credit an invoice, in part or in full. */
  readonly creditInvoice: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/credit-notes';
    readonly body: CreditNoteRequest;
    readonly answer: Recorded;
  };
  /** Record a payment of an invoice. */
  readonly recordPayment: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/payments';
    readonly body: PaymentRequest;
    readonly answer: Recorded;
  };
  /** That a document is in the log of its year, to be checked by anybody. */
  readonly getInvoiceProof: {
    readonly method: 'GET';
    readonly path: '/v1/invoices/{id}/proof';
    readonly answer: unknown;
  };
  /** Write off what is due of an invoice. */
  readonly writeOffInvoice: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/write-off';
    readonly body: WriteOffRequest;
    readonly answer: Recorded;
  };
  /** What was tried to collect an invoice. */
  readonly listCollections: {
    readonly method: 'GET';
    readonly path: '/v1/invoices/{id}/collections';
    readonly answer: CollectionList;
  };
  /** Collect what is due of an invoice; answers where it is paid. */
  readonly collectInvoice: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/collections';
    readonly body: CollectionBody;
    readonly answer: Collection;
  };
  /** Pause the reminders of an invoice, or go on with them. */
  readonly pauseReminders: {
    readonly method: 'POST';
    readonly path: '/v1/invoices/{id}/pauses';
    readonly body: PauseRequest;
    readonly answer: RecordedPause;
  };
}
