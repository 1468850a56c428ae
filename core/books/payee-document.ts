import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import type { DocumentHead, Numbered } from './document-head.ts';

/** Whom a document is about, where somebody earns: the key of a payee, or one that is no payee's yet. */
export interface OfPayee {
  readonly payee: string;
  /** The day on which it counts, `YYYY-MM-DD`, in the seller's time zone of then. */
  readonly day: string;
}

/** What a payee has earned of a month by a meter, in all: to the last place, up to and with the document. */
export interface EarnedByMeter {
  readonly meter: string;
  readonly exact: ExactAmount;
}

/** By how much what a payee has earned of a month has grown, or shrunk. */
export interface EarningFacts extends DocumentHead, OfPayee {
  readonly month: Month;
  /** Which document of this payee, month and currency it is, from 1. */
  readonly n: number;
  /** The last block of the books that is in what was added up. */
  readonly asOf: number;
  /** The meters of which it says something else than the document before, by their keys; zero where nothing is left. */
  readonly earned: readonly EarnedByMeter[];
  /** What is earned by it, or taken back: at least zero. */
  readonly amount: Nanos;
}

/** What a payee has earned. */
export interface ShareDocument extends EarningFacts {
  readonly kind: 'share';
}

/** What a payee has not earned after all, as it was credited, or is void. */
export interface ShareReversalDocument extends EarningFacts {
  readonly kind: 'share-reversal';
}

/** Tax of what a payee has earned, on the invoice that we write for it; below zero on a credit note. */
export interface PayeeTax {
  readonly code: string;
  readonly amount: Nanos;
}

/** What is kept back of a payee's earnings for the tax office of a country; below zero where that is given back. */
export interface Withheld {
  readonly country: string;
  readonly amount: Nanos;
}

/** What a payee is told that it has earned, was paid, and is owed now. */
export interface PayeeStatementDocument extends DocumentHead, OfPayee, Partial<Numbered> {
  readonly kind: 'payee-statement';
  /** Which statement of this payee and currency it is, from 1. */
  readonly n: number;
  /** The month that it is of. */
  readonly period: Month;
  /** What was owed with the statement before. */
  readonly opening: Nanos;
  /** What was earned since, less what was taken back. */
  readonly earned: Nanos;
  /** What was moved here from accounts of others since, less what was moved away. */
  readonly claimed: Nanos;
  /** What was paid out since, less what came back. */
  readonly paidOut: Nanos;
  readonly vat?: PayeeTax;
  readonly withheld?: Withheld;
  /** What is owed now: opening + earned + claimed - paid out + VAT - withheld. */
  readonly closing: Nanos;
  /** The statement as issued, canonical JSON: served and rendered from these very bytes. */
  readonly content: string;
}

/** Money that is on its way to a payee. */
export interface PayoutDocument extends DocumentHead, OfPayee {
  readonly kind: 'payout';
  /** The run that it is of; with the payee and the currency it says which payout this is. */
  readonly run: string;
  readonly rail: string;
  /** What we call it on the rail. */
  readonly reference: string;
  /** By how much less is owed. What the payee gets is less by the fee. */
  readonly amount: Nanos;
  readonly fee?: Nanos;
}

/** A rail has paid. */
export interface PayoutSettlementDocument extends DocumentHead, OfPayee {
  readonly kind: 'payout-settlement';
  readonly payout: string;
  readonly rail: string;
  /** The rail's own word for it. */
  readonly reference: string;
  /** What the payee got. */
  readonly amount: Nanos;
}

/** A payout came back, or never went: it is owed again. */
export interface PayoutReturnDocument extends DocumentHead, OfPayee {
  readonly kind: 'payout-return';
  readonly payout: string;
  readonly rail: string;
  readonly reference: string;
  readonly reason: string;
  /** It came back after the rail had paid. */
  readonly wasSettled?: true;
  /** What is owed again. */
  readonly amount: Nanos;
  /** What of it was our fee, which is given back. */
  readonly fee?: Nanos;
}

/** What stood under a key that nobody has any more, or never had, and is this payee's. */
export interface ClaimDocument extends DocumentHead, OfPayee {
  readonly kind: 'claim';
  readonly from: string;
  readonly reason: string;
  readonly amount: Nanos;
  /** When it was recorded, in UTC: the payee's cell of this month says that it has one, as of those who earned. */
  readonly month: Month;
}

/** The documents about who earns. */
export type PayeeDocument =
  | ShareDocument
  | ShareReversalDocument
  | PayeeStatementDocument
  | PayoutDocument
  | PayoutSettlementDocument
  | PayoutReturnDocument
  | ClaimDocument;
