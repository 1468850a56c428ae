import type { Currency } from '../kernel/currency.ts';
import type { Decimal } from '../kernel/decimal.ts';
import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { PutOutcome } from '../kernel/log.ts';
import type { Month } from '../kernel/month.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { EarnedAmount } from '../shares/earnings.ts';

/** How far the books of a tenant are read for what concerns payees. */
export interface BooksRead {
  readonly tenant: string;
  /** The last block that is; 0 where none is. */
  readonly seq: number;
  readonly at: Timestamp;
  /** From 1. */
  readonly revision: number;
}

/** A payer's month of which it is to be found out again what it is worth to payees. */
export interface PayerMark {
  readonly month: Month;
  readonly payer: string;
  /** Tells it from one that was put since. */
  readonly token: string;
}

/** What all payers' months come to in a currency: `amount` is payees, platform and unshared together. */
export interface ShareSums {
  readonly currency: Currency;
  readonly amount: ExactAmount;
  readonly payees: ExactAmount;
  readonly platform: ExactAmount;
  readonly unshared: ExactAmount;
}

/** What of a payer's month was used of one value, and who has which part of it. */
export interface WorthLine {
  readonly share: string;
  readonly meter: string;
  readonly value: string;
  readonly quantity: Decimal;
  readonly amount: ExactAmount;
  /** By key; together with `platform` it is the amount. */
  readonly payees: readonly EarnedAmount[];
  readonly platform: ExactAmount;
}

/** What a payer's closed month is worth to payees. */
export interface PayerWorth {
  readonly tenant: string;
  readonly month: Month;
  readonly payer: string;
  /** Undefined where nothing in it ever had a price. */
  readonly currency: Currency | undefined;
  /** Where the payer is, ISO 3166; undefined where nobody said so. */
  readonly country: string | undefined;
  /** `lines` and `unshared` together. */
  readonly amount: ExactAmount;
  readonly unshared: ExactAmount;
  readonly lines: readonly WorthLine[];
  /** Who had something of it before, and has nothing in `lines`: what they have earned is to be looked at, too. */
  readonly gone: readonly { readonly payee: string; readonly currency: Currency }[];
  /** Why the rest is as it was when it could be found out last; undefined where it is as of now. */
  readonly refused: string | undefined;
  /** From 1. */
  readonly revision: number;
}

/** One time that a month's earnings are added up, and posted where they differ from what is. */
export interface ShareRound {
  /** Which it is of its month, from 1. */
  readonly n: number;
  /** All of the books up to this block is in it. */
  readonly asOf: number;
  readonly begunAt: Timestamp;
  /** Undefined while it is under way. */
  readonly doneAt: Timestamp | undefined;
  /** Of payees, by the hash of their keys, those up to it are done: hexadecimal digits, empty at the beginning. */
  readonly from: string;
  readonly sums: readonly ShareSums[];
  /** How many payers' months were added up, and how many of them could not be shared. */
  readonly payers: number;
  readonly refused: number;
  readonly payees: number;
  /** How many documents it has posted. */
  readonly posted: number;
}

/** One time that payees are gone through, and told of a month. */
export interface StatementRound {
  /** Which it is of its month, from 1. */
  readonly n: number;
  readonly begunAt: Timestamp;
  /** Undefined while it is under way. */
  readonly doneAt: Timestamp | undefined;
  /** Payees up to and with this one are done, by key; empty at the beginning. */
  readonly after: string;
  /** How many statements of the month there are, of those. */
  readonly made: number;
  /** On how many of their accounts more has come meanwhile: that is on the next one. */
  readonly waiting: number;
}

/** A month in which payees earn. */
export interface ShareMonth {
  readonly tenant: string;
  readonly month: Month;
  /** Whether something has changed that no round has begun with. */
  readonly isDue: boolean;
  readonly round: ShareRound | undefined;
  /** Left out before anybody was told. */
  readonly statements?: StatementRound;
  readonly at: Timestamp;
  /** From 1. */
  readonly revision: number;
}

interface MarksPage {
  readonly month: Month;
  readonly part: string;
  readonly limit: number;
}

/** What is kept of months in which payees earn. */
export interface ShareMonths {
  booksRead(tenant: string): Promise<BooksRead | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  putBooksRead(read: BooksRead): Promise<PutOutcome>;
  month(tenant: string, month: Month): Promise<ShareMonth | undefined>;
  /** As of `putBooksRead`. */
  putMonth(month: ShareMonth): Promise<PutOutcome>;
  /** All of a tenant's, by month. */
  months(tenant: string): Promise<readonly ShareMonth[]>;
  /** Puts it over any. */
  mark(tenant: string, mark: PayerMark): Promise<void>;
  /** Strongly consistent: marks of a month in one of its parts, as `partOf` says. */
  marks(tenant: string, page: MarksPage): Promise<readonly PayerMark[]>;
  /** Takes it away, if no other was put since. */
  unmark(tenant: string, mark: PayerMark): Promise<void>;
  worth(tenant: string, of: Pick<PayerWorth, 'month' | 'payer'>): Promise<PayerWorth | undefined>;
  /** As of `putBooksRead`; 'too-large' where it has more lines, or payees, than one item holds. */
  putWorth(worth: PayerWorth): Promise<PutOutcome | 'too-large'>;
  /** Strongly consistent: all of a month in one of its parts, page by page. */
  worths(
    tenant: string,
    of: { readonly month: Month; readonly part: string },
  ): AsyncIterable<readonly PayerWorth[]>;
}
