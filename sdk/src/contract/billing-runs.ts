// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  DocumentCommitment,
  Instant,
  InvoiceLine,
  InvoicePeriod,
  InvoiceTax,
  Month,
  Parked,
  Party,
  PayerKey,
} from './shared.ts';

export interface BillingRun {
  readonly period: Month;
  /**
   * `done`: nothing is left but what waits for a person, or for its month to end. `waiting`:
   * `waitingFor` says which checks stop the run.
   */
  readonly status: 'open' | 'waiting' | 'done';
  readonly waitingFor: readonly ({
    readonly code: 'unreconciled' | 'quarantine-open' | 'identity-repeated';
    readonly detail: string;
  })[];
  /** When a run last looked. */
  readonly checkedAt?: Instant;
  readonly customers: readonly ({
    readonly customer: PayerKey;
    readonly status: 'closed' | 'parked' | 'open' | 'not-ended';
    readonly id?: string;
    readonly number?: string;
    readonly code?: string;
    readonly detail?: string;
  })[];
  readonly counts: {
    readonly closed: number;
    readonly parked: number;
    readonly open: number;
    readonly 'not-ended': number;
  };
  /** Subjects with usage in the month that no customer pays for; a hundred at most. */
  readonly unassigned: readonly string[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface BillingRunRequest {
  readonly period: Month;
  /** Answers what would be issued, a page at a time, and changes nothing. */
  readonly dryRun?: boolean;
  readonly overrides?: readonly Override[];
  /** Drafts on a page of a dry run; 20 where left out. */
  readonly limit?: number;
  /** `nextCursor` of the page before, with all other parameters as they were. */
  readonly cursor?: string;
}

export interface BillingRunStarted {
  readonly period: Month;
  /** `joined`: a run of the month was under way; it closes what was due when it began. */
  readonly status: 'started' | 'joined';
}

/** What a run would issue, or `parked` for a person. */
export type Draft = InvoiceDraft | StatementDraft;

export interface DryRun {
  readonly period: Month;
  readonly drafts: readonly Draft[];
  readonly skipped: readonly {
    readonly customer: PayerKey;
    readonly status: 'not-priced';
    readonly detail: string;
  }[];
  /**
   * Every month that would be closed, oldest first: how many customers’, and why its run waits.
   */
  readonly months: readonly ({
    readonly period: Month;
    readonly customers: number;
    readonly waitingFor: readonly ({
      readonly code: 'unreconciled' | 'quarantine-open' | 'identity-repeated';
      readonly detail: string;
    })[];
  })[];
  /** All subjects with usage in the month that no customer pays for. */
  readonly unassigned: readonly string[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface InvoiceDraft {
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
  readonly parked?: Parked;
}

export interface Override {
  readonly check: 'unreconciled' | 'quarantine-open' | 'identity-repeated' | 'out-of-bounds';
  /** Kept in the books, with every document it let through. */
  readonly reason: string;
}

export interface Repeat {
  readonly source: string;
  readonly id: string;
  readonly first: {
    readonly type: string;
    readonly subject: string;
    readonly time: Instant;
  };
  readonly again: {
    readonly type: string;
    readonly subject: string;
    readonly time: Instant;
  };
  /** That a person let the month be billed with it, and why. */
  readonly overruled?: {
    readonly reason: string;
    readonly at: Instant;
  };
}

export interface Repeats {
  readonly period: Month;
  readonly repeats: readonly Repeat[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface StatementDraft {
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
  readonly parked?: Parked;
}

/** The operations of billing runs. */
export interface BillingRunsOperations {
  /** Close a month: every customer whose month has ended is invoiced. */
  readonly startBillingRun: {
    readonly method: 'POST';
    readonly path: '/v1/billing-runs';
    readonly body: BillingRunRequest;
    readonly answer: DryRun | BillingRunStarted;
  };
  /** Where a month stands: what is closed, open, parked, and why. */
  readonly getBillingRun: {
    readonly method: 'GET';
    readonly path: '/v1/billing-runs/{period}';
    readonly query: {
      readonly status?: 'closed' | 'parked' | 'open' | 'not-ended' | undefined;
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: BillingRun;
  };
  /** Events of a month whose identity came before under another time. */
  readonly listRepeats: {
    readonly method: 'GET';
    readonly path: '/v1/billing-runs/{period}/repeats';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: Repeats;
  };
}
