// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  Month,
  PayerKey,
} from './shared.ts';

/** All books read again from the first block and compared with what is projected from them. */
export interface BooksCheck {
  readonly blocks: number;
  readonly documents: number;
  readonly faults: readonly {
    readonly code: string;
    readonly detail: string;
    /** Of a projection, what the log makes of it, as far as it differs. */
    readonly expected?: string;
    readonly found?: string;
  }[];
}

/** A page of the journal, in the order of the books. */
export interface Journal {
  readonly documents: readonly JournalEntry[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** One document, and what it posts: in sum nothing. */
export interface JournalEntry {
  readonly block: number;
  /** Its place in the block. */
  readonly index: number;
  readonly id: string;
  readonly kind: 'invoice' | 'statement' | 'credit-note' | 'void' | 'payment' | 'application' | 'refund' | 'reversal' | 'breakage' | 'write-off' | 'reminder' | 'pause' | 'share' | 'share-reversal' | 'payee-statement' | 'payout' | 'payout-settlement' | 'payout-return' | 'claim';
  /** Who pays; not there where it is about a payee. */
  readonly customer?: PayerKey;
  /** Who earns; not there where it is about a customer. */
  readonly payee?: string;
  readonly currency: string;
  readonly recordedAt: Instant;
  readonly effectiveAt: Instant;
  /** The day on which it counts, `YYYY-MM-DD`, in the seller’s time zone. */
  readonly date: string;
  readonly number?: string;
  readonly period?: Month;
  /** Of what corrects, voids or pays one: its id. */
  readonly invoice?: string;
  readonly invoiceNumber?: string;
  readonly reason?: string;
  /** Of what applies, refunds or reverses one: its id. */
  readonly payment?: string;
  readonly rail?: string;
  readonly reference?: string;
  /** Of a payout: the run that it is of. */
  readonly run?: string;
  /** Of what settles or returns one: its id. */
  readonly payout?: string;
  /** Of a claim: the key that it stood under. */
  readonly from?: string;
  /** Of a reminder: which of its invoice it is. */
  readonly level?: number;
  readonly skipped?: readonly number[];
  /** Signed, in major units, to the nano: receivables positive, revenue and tax owed negative. */
  readonly due?: string;
  readonly daysOverdue?: number;
  /** Of a pause: its end, `YYYY-MM-DD`. */
  readonly until?: string;
  readonly postings: readonly {
    readonly account: string;
    readonly currency: string;
    /**
     * Signed, in major units, to the nano: receivables positive, revenue and tax owed negative.
     */
    readonly amount: string;
    /**
     * Of revenue, earned or deferred: the month of the payer’s calendar that it is for. Documents
     * of before it was kept do not say it.
     */
    readonly service?: Month;
  }[];
}

/** The operations of books. */
export interface BooksOperations {
  /** The journal as JSON, CSV, hledger or Beancount text. */
  readonly exportBooks: {
    readonly method: 'GET';
    readonly path: '/v1/books';
    readonly query: {
      /** `json` where left out. */
      readonly format?: 'json' | 'csv' | 'hledger' | 'beancount' | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: Journal;
  };
  /** Read all books again and say what does not hold. */
  readonly checkBooks: {
    readonly method: 'GET';
    readonly path: '/v1/books/check';
    readonly answer: BooksCheck;
  };
}
