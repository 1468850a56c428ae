import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';

/** What a bank says of an account: read as it stands there, and added up to nothing. */
export interface BankStatement {
  /** The bank's own word for it; of a CSV, none. */
  readonly id?: string;
  /** An IBAN without spaces, or what the bank calls it. */
  readonly account: string;
  readonly owner?: string;
  readonly createdAt?: string;
  readonly balances: readonly BankBalance[];
  readonly entries: readonly BankEntry[];
}

/** A balance as it is said: `OPBD`, `CLBD`, …, signed, of a day or an instant. */
export interface BankBalance {
  readonly kind: string;
  readonly currency: Currency;
  readonly amount: Nanos;
  readonly at?: string;
}

/** Only what is booked has happened; what is pending may not, and what is for information did elsewhere. */
export type BankEntryState = 'booked' | 'pending' | 'information' | 'unknown';

/** One movement of money: an entry, or one of the transactions of an entry that is a batch. */
export interface BankEntry {
  /** Its place in the file, from 1. */
  readonly place: number;
  /** Where it begins in the file. */
  readonly line: number;
  readonly state: BankEntryState;
  /** Above zero for money in, below for money out. */
  readonly amount: Nanos;
  readonly currency: Currency;
  /** Of one transaction: what was instructed, where charges make the entry more or less; without a sign. */
  readonly instructed?: Nanos;
  /** It takes back an earlier one. */
  readonly isReversal: boolean;
  /** A day, or an instant, as the bank says it. */
  readonly bookedOn?: string;
  readonly valueOn?: string;
  /** Who paid, of money in; who was paid, of money out; of what is returned, who had paid. */
  readonly counterparty: BankParty;
  /** What the payer has written, line by line. */
  readonly texts: readonly string[];
  /** References of creditors (RF and others), and numbers of documents that are told apart from text. */
  readonly references: readonly string[];
  readonly endToEndId?: string;
  /** What the file was called that it was ordered by, and a payment of it. */
  readonly batchIds?: readonly string[];
  readonly mandateId?: string;
  /** Why it came back: a code of ISO 20022, or words. */
  readonly returnReason?: string;
  /** What tells it from every other: see `entry-cause.ts`. */
  readonly cause: readonly string[];
  /** What it may have been told by before, in versions that named it otherwise. */
  readonly formerCauses?: readonly (readonly string[])[];
  /** The bank's own word for it. */
  readonly entryReference?: string;
}

export interface BankParty {
  readonly name?: string;
  readonly account?: string;
}

/** An entry before what tells it from the others of its file is known. */
export type ReadEntry = Omit<BankEntry, 'place' | 'cause' | 'formerCauses'> & {
  /** Of a transaction in a batch: which of it, from 1. */
  readonly part?: number;
};

/** Enough for a month of a busy account; more is sent in several files. */
export const bankEntriesMax = 2_000;
