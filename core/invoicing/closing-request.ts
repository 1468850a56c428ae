import type { Agreed } from '../books/agreed.ts';
import type { InvoicingPolicy } from '../catalog/invoicing-policy.ts';
import type { Month } from '../kernel/month.ts';
import type { CarriedMonth } from './carried-months.ts';
import type { ClosingWallet } from './closing-wallet.ts';
import type { Reckoning } from './reckoning.ts';
import type { CommittedTerm } from './term-charges.ts';
import type { CustomerTerms } from './terms.ts';

/** A customer's month to close. */
export interface ClosingRequest {
  readonly terms: CustomerTerms;
  readonly policy: InvoicingPolicy;
  readonly current: Reckoning;
  /** Months whose usage may have changed since; those that are not closed are left to their own closing. */
  readonly earlier: readonly Reckoning[];
  /** Months that come to what is billed of them, as long as the books have nothing about them past that block. */
  readonly settled?: readonly { readonly month: Month; readonly version: number }[];
  /** What is charged before its month. */
  readonly advance: readonly Reckoning[];
  /** The terms of commitments that the months of it are in. */
  readonly commitments?: readonly CommittedTerm[];
  /** With the last month of an interval of invoices: those that its invoice carries in. */
  readonly carried?: readonly CarriedMonth[];
  /** How the month before was taxed, where it is closed. */
  readonly taxesBefore?: Reckoning['taxes'];
  /** Checks that a person has overruled, `out-of-bounds` among them, and why. */
  readonly overrides: readonly { readonly check: string; readonly reason: string }[];
  /** Of a payer without a profile then: nothing was used. Without anything late either, there is no document. */
  readonly isIdle?: true;
  /** What the month is closed under, to be kept with its closing. */
  readonly agreed?: Agreed;
  /** Where the payer has a wallet: what can be spent of it, and what was, by month. */
  readonly wallet?: ClosingWallet;
  /** The fingerprint of the draft a person has approved; undefined where no approval is asked for. */
  readonly approved?: string;
}
