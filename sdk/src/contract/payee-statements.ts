// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  InvoiceTax,
  Month,
  Party,
  PayeeKey,
  PayeeStatementList,
} from './shared.ts';

export interface PayeeAccount {
  /** What was owed with the statement before. */
  readonly opening: string;
  /** In major units, to the nano. */
  readonly earned: string;
  /** In major units, to the nano. */
  readonly claimed: string;
  /** In major units, to the nano. */
  readonly paidOut: string;
  /** In major units, to the nano. */
  readonly vat: string;
  /** In major units, to the nano. */
  readonly withheld: string;
  /** `opening`, `earned`, `claimed` and `vat`, less `paidOut` and `withheld`: what is owed. */
  readonly closing: string;
}

/**
 * What of the statement comes from where, without tax. All `exactAmount` are together `subtotal`
 * and `carriedOut`.
 */
export interface PayeeLine {
  /** `1`, `2`, … in the order of the statement. */
  readonly id: string;
  /**
   * `content`: what was used of one value; `others`: of all values that have no line of their own;
   * `meter`: of a month that another statement tells apart; `adjustment`: what changed of a month
   * that was stated before; `claimed`: what stood under another key; `carried-in`: what the
   * statement before left below a minor unit.
   */
  readonly kind: 'content' | 'others' | 'meter' | 'adjustment' | 'claimed' | 'carried-in';
  /** In which it was used. */
  readonly month?: Month;
  /** By which share. */
  readonly share?: string;
  readonly meter?: string;
  /** The content: the value that usage names. */
  readonly value?: string;
  /** Of who pays: ISO 3166; left out where it is not known. */
  readonly country?: string;
  readonly description: string;
  /** How much was used. */
  readonly quantity?: string;
  /** In major units, to the nano. */
  readonly exactAmount: string;
  /** In major units, with the currency’s minor digits. */
  readonly amount: string;
}

/** What was used and when, and not by whom. */
export interface PayeeLineEvent {
  readonly source?: string;
  /**
   * As it was sent, with its source. Left out of what a payee’s token asks: it may name a reader.
   */
  readonly id?: string;
  readonly time: Instant;
  readonly meter: string;
  /** The content that it names. */
  readonly value: string;
  /** What the meter reads off it; 1 where events are counted. */
  readonly quantity: string;
}

export interface PayeeLineExplanation {
  readonly statement: {
    readonly id: string;
    readonly number: string | null;
    readonly payee: PayeeKey;
    readonly currency: string;
    readonly period: Month;
  };
  readonly line: PayeeLine;
  /** In a sentence, for people. */
  readonly reason: string;
  /** As of now, of the payers of this page. Only where usage is behind it. */
  readonly shares?: {
    /** How many payers’ months have any of it. */
    readonly payers: number;
    /** What they used of it. */
    readonly quantity: string;
    /** What that came to. */
    readonly amount: string;
    /** What the payee has of it. */
    readonly earned: string;
  };
  /** Where asked for: payer by payer, as of now. A page may be short. */
  readonly events?: readonly PayeeLineEvent[];
  /** Of how many payers of this page the usage cannot be read any more: they were erased. */
  readonly unreadable?: number;
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface PayeeMovement {
  readonly id: string;
  readonly kind: 'payout' | 'payout-return';
  /** A local date, `YYYY-MM-DD`. */
  readonly day: string;
  readonly rail: string;
  readonly reference: string;
  /** By how much less is owed; below zero where it came back. */
  readonly amount: string;
  /** What of it was the fee of the payout, with the sign of `amount`. */
  readonly fee?: string;
  /** What came to the payee’s account, or back from it: `amount` less `fee`. */
  readonly net?: string;
}

/** A statement, and all that it adds up. */
export interface PayeeStatementProof {
  /** The proof of the statement: C2SP tlog-proof. */
  readonly statement: string;
  /** What was recorded of the payee since the statement before, the latest first. */
  readonly documents: readonly {
    readonly id: string;
    /** `share`, `share-reversal`, `claim`, `payout`, … */
    readonly kind: string;
    readonly proof: string;
  }[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** An earlier statement that had a number. */
export interface PayeeStatementReference {
  readonly id: string;
  readonly number: string;
  /** A local date, `YYYY-MM-DD`. */
  readonly issueDate: string;
  readonly period: Month;
}

export interface ShownPayeeStatement {
  readonly type: 'payee-statement';
  readonly id: string;
  readonly payee: PayeeKey;
  /** Which of this payee and currency it is. */
  readonly ordinal: number;
  /**
   * Which document you write in the name of the payee by it (389 or 261 of UNTDID 1001); left out
   * where it is none.
   */
  readonly selfBilled?: 'invoice' | 'credit-note';
  /** Gapless; null where it is not self-billed. */
  readonly number: string | null;
  readonly series: string | null;
  /** The payee, as it was then. */
  readonly seller: Party;
  /** You, as you were then. */
  readonly buyer: Party;
  readonly language?: 'en' | 'de' | 'fr';
  /**
   * Of documents as CSV: `comma`, where left out, or `semicolon`, by which decimals have a comma,
   * as spreadsheets in most of Europe read them.
   */
  readonly csvSeparator?: 'comma' | 'semicolon';
  /** On its PDF. */
  readonly logo?: string;
  readonly currency: string;
  /** The month that it is of. */
  readonly period: {
    readonly month: Month;
    /** A local date, `YYYY-MM-DD`. */
    readonly firstDay: string;
    /** A local date, `YYYY-MM-DD`. */
    readonly lastDay: string;
  };
  readonly issuedAt: Instant;
  /** A local date, `YYYY-MM-DD`. */
  readonly issueDate: string;
  readonly lines: readonly PayeeLine[];
  /** What it comes to without tax: the sum of the lines. */
  readonly subtotal: string;
  /** Of a self-billed document; else none. */
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
  /** `subtotal` plus taxes. */
  readonly total: string;
  /** What is withheld for the tax of the payee’s country. */
  readonly withheld?: {
    readonly country: string;
    /** Percent. */
    readonly rate: string;
    /** In major units, with the currency’s minor digits. */
    readonly base: string;
    /** In major units, with the currency’s minor digits. */
    readonly amount: string;
    readonly reason: string;
  };
  /** `total` less what is withheld. */
  readonly due: string;
  /** In major units, to the nano. */
  readonly carriedIn: string;
  /** Less than a minor unit: on the next statement. */
  readonly carriedOut: string;
  readonly account: PayeeAccount;
  /** Payouts since the statement before, and those that came back. */
  readonly movements: readonly PayeeMovement[];
  /** How many there are besides: the latest are told one by one. */
  readonly furtherMovements?: number;
  /** The self-billed documents that adjustments are to. */
  readonly corrects?: readonly PayeeStatementReference[];
  readonly notes: readonly string[];
  /** Where its other forms are; XML where it is self-billed. */
  readonly documents: {
    /** A path of this interface. */
    readonly pdf: string;
    /** A path of this interface. */
    readonly csv: string;
    /** A path of this interface. */
    readonly ubl?: string;
    /** A path of this interface. */
    readonly cii?: string;
  };
}

/** The operations of payee statements. */
export interface PayeeStatementsOperations {
  /** The statements of a month, by payee. */
  readonly listPayeeStatements: {
    readonly method: 'GET';
    readonly path: '/v1/payee-statements';
    readonly query: {
      readonly period: Month;
      /** Payees that are looked at for a page; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayeeStatementList;
  };
  /** One statement of a payee, as JSON, PDF, CSV, UBL or CII. */
  readonly getPayeeStatement: {
    readonly method: 'GET';
    readonly path: '/v1/payee-statements/{id}';
    readonly query: {
      /** Wins over `Accept`, so that a link is enough. */
      readonly format?: 'json' | 'pdf' | 'csv' | 'ubl' | 'cii' | undefined;
    };
    readonly answer: ShownPayeeStatement;
  };
  /** Where a line of a payee’s statement comes from. */
  readonly explainPayeeLine: {
    readonly method: 'GET';
    readonly path: '/v1/payee-statements/{id}/lines/{line}';
    readonly query: {
      /** `true`: the events that were counted of it, instead of what they come to. */
      readonly events?: 'true' | 'false' | undefined;
      /** Events on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayeeLineExplanation;
  };
  /** That a payee’s statement is in the log, and all that it adds up. */
  readonly getPayeeStatementProof: {
    readonly method: 'GET';
    readonly path: '/v1/payee-statements/{id}/proof';
    readonly query: {
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: PayeeStatementProof;
  };
}
