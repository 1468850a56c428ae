import type { BankEntryProposal } from '../contract/bank/shapes.ts';
import type { PayoutOutcomeBody } from '../contract/payouts/shapes.ts';
import type { SepaOutcomeBody } from '../contract/sepa/shapes.ts';
import type { Nanos } from '../kernel/money.ts';
import type { KnownInvoice, KnownPayment } from './known-invoice.ts';

/** By what an entry was matched. */
export type MatchedBy = BankEntryProposal['matched'][number];

/** What would be booked of an entry, and why. */
export interface EntryProposal {
  /**
   * `exact`: its numbers name the invoices, and the amount is what is due of them. `likely`: two things say so, or the
   * number and another amount. `none`: whose it is, a person has to say.
   */
  readonly sureness: BankEntryProposal['sureness'];
  readonly matched: readonly MatchedBy[];
  /** In words, for a person. */
  readonly why: string;
  /** Whose payment it is; undefined where it is not known, or no payment. */
  readonly customer?: string;
  /** What of it is for which invoice; what is left is unapplied. */
  readonly applied: readonly AppliedPart[];
  /** Of money that was taken back: the payment that it was. */
  readonly reverses?: KnownPayment;
  /** Of money out that is booked as a refund: its id. */
  readonly refund?: string;
  /** The payer whose wallet it is for. */
  readonly topsUp?: string;
  /** Of direct debits: what confirms it. */
  readonly outcome?: SepaOutcomeBody;
  /** Of payouts: what confirms it. */
  readonly payouts?: PayoutOutcomeBody;
  /** A payment that is booked, and may be this very money. */
  readonly mayBe?: string;
  /** Who it may be from, where that is not sure enough to propose it. */
  readonly candidates: readonly string[];
}

interface AppliedPart {
  readonly invoice: KnownInvoice;
  readonly amount: Nanos;
}

/** Nothing is proposed, for this reason. */
export const noProposal = (
  why: string,
  more: Partial<Pick<EntryProposal, 'matched' | 'candidates'>> = {},
): EntryProposal => ({ sureness: 'none', matched: [], why, applied: [], candidates: [], ...more });
