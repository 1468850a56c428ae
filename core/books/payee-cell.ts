import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { DocumentEntry } from './document-entry.ts';
import type { EarnedByMeter } from './payee-document.ts';

/** What statements of one day have newly said is owed: above zero. */
export interface StatedOn {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly amount: Nanos;
}

/** What a payee is owed in one currency, and why: `opening` + `earned` + `claimed` - `paidOut`. */
export interface PayeeBalance {
  readonly currency: Currency;
  /** How many statements there are. */
  readonly statements: number;
  /** What was owed with the last statement; zero before the first. */
  readonly opening: Nanos;
  /** What was earned since the last statement, less what was taken back. */
  readonly earned: Nanos;
  /** What was moved here from accounts of others since, less what was moved away. */
  readonly claimed: Nanos;
  /** What was paid out since, less what came back. */
  readonly paidOut: Nanos;
  /** What is on its way, of whichever statement. */
  readonly inTransit: Nanos;
  /** By days, the earliest first; none that is older than a reserve is held back. */
  readonly stated: readonly StatedOn[];
  /** The month that the last statement is of; left out before the first. */
  readonly period?: Month;
}

export interface PayeeCell {
  readonly kind: 'payee';
  readonly payee: string;
  /** By currency. */
  readonly balances: readonly PayeeBalance[];
  /** How many pages of documents are full, and stand in cells of their own. */
  readonly pages: number;
  /** Those after the full pages, in the order of the log. */
  readonly documents: readonly DocumentEntry[];
}

/** A full page of a payee's documents, in the order of the log. It never changes. */
export interface PayeeDocumentsCell {
  readonly kind: 'payee-documents';
  readonly payee: string;
  /** From 0. */
  readonly page: number;
  readonly documents: readonly DocumentEntry[];
}

/** What a payee has earned of a month in one currency. Of a meter, what is posted is the exact amount, cut to nanos. */
export interface EarnedInMonth {
  readonly currency: Currency;
  /** How many documents said so. */
  readonly documents: number;
  /** The last block of the books that is in what the last of them says. */
  readonly asOf: number;
  /** By meter; those of which nothing is left are out. */
  readonly earned: readonly EarnedByMeter[];
}

/** A month of a payee: what it has earned of it, as the last document says. */
export interface PayeeMonthCell {
  readonly kind: 'payee-month';
  readonly month: Month;
  readonly payee: string;
  /** By currency; none where a claim alone names the month. */
  readonly earnings: readonly EarnedInMonth[];
}

/** What has become of a payout; left out while it is on its way. */
export interface PayoutState {
  /** The document that says that the rail has paid. */
  readonly settledBy?: string;
  /** The document that says that it came back. */
  readonly returnedBy?: string;
}
