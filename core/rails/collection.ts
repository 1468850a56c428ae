import type { Currency } from '../kernel/currency.ts';
import { sha256 } from '../kernel/digest.ts';
import type { Nanos } from '../kernel/money.ts';
import type { PayerKey } from '../kernel/payer.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** The rails that there are, by the names that clearing accounts have: `cash:stripe`. */
export const railNames = ['stripe', 'sepa'] as const;
export type RailName = (typeof railNames)[number];

/** `prepared` and `submitted` are open; the others are how a collection ends, for good. */
export const collectionStatuses = [
  'prepared',
  'submitted',
  'settled',
  'failed',
  'expired',
] as const;
type CollectionStatus = (typeof collectionStatuses)[number];

/** Which collection it is. */
export interface CollectionPlace {
  readonly tenant: string;
  /** The invoice's id; of money for a wallet, what names the wallet: `wal_…`. */
  readonly invoice: string;
  /** From 1. */
  readonly attempt: number;
}

/**
 * One attempt to collect what is due of one invoice by one rail. All that its calls say is in it, so that a call that
 * is made again says the same.
 */
export interface Collection extends CollectionPlace {
  readonly rail: RailName;
  readonly currency: Currency;
  readonly amount: Nanos;
  /** The invoice's, as the payer is shown it; of money for a wallet, what that is called. */
  readonly number: string;
  /** That it is for a wallet, and due of no invoice. */
  readonly topUp?: WalletTopUp;
  /** That it is the reverse: money of a wallet that goes back to its payer. */
  readonly refund?: WalletRefund;
  /** Where the payer comes back to, having paid or not; undefined of a rail that asks no payer. */
  readonly successUrl: string | undefined;
  readonly cancelUrl: string | undefined;
  readonly preparedAt: Timestamp;
  /** From then on nobody begins to pay by it. */
  readonly expiresAt: Timestamp;
  readonly status: CollectionStatus;
  /** What the rail calls it, once it is known to have it. */
  readonly reference: string | undefined;
  /** Where the payer pays, while they may. */
  readonly url: string | undefined;
  /** What the rail calls the payment that it came to. */
  readonly payment: string | undefined;
  /** Why it failed, in the rail's words. */
  readonly reason: string | undefined;
  /** Of a rail of files: the batch that it is in. */
  readonly batch?: string;
  /** Of a rail of files: that its money has come, that it went back, or that nothing of it will come. */
  readonly settledBy?: BankFact;
  readonly returnedBy?: BankFact;
  readonly rejectedBy?: BankFact;
  /** That something has moved which may not be in the books yet. */
  readonly unbooked?: true;
  readonly changedAt: Timestamp;
  /** From 1. */
  readonly revision: number;
}

/** Whose wallet money is for, and what was asked: asked again, it is the same collection. */
export interface WalletTopUp {
  readonly payer: PayerKey;
  /** Digests of the key it was asked for under, and of all else that was asked. */
  readonly key: string;
  readonly body: string;
  /** The token by which it was asked for, if any. */
  readonly token?: string;
  /** Its payer lets the rail keep by what it is paid, so that the wallet can be refilled by it. */
  readonly isKept?: true;
  /** No payer is asked: it is paid by what the rail has kept. */
  readonly refill?: WalletRefill;
}

/** Why a wallet is refilled, and by what. */
export interface WalletRefill {
  /** The entry of the payer's log that says that it is low. */
  readonly low: string;
  /** What the rail calls the payment by whose means it is paid. */
  readonly payment: string;
}

/** What of a wallet goes back: from which grant, and by which payment of the rail it came. */
export interface WalletRefund extends WalletTopUp {
  readonly grant: string;
  /** What the rail calls the payment. */
  readonly of: string;
}

/** Whose wallet it is about, if it is about one. */
export const walletOf = ({
  topUp,
  refund,
}: Pick<Collection, 'topUp' | 'refund'>): Pick<WalletTopUp, 'payer'> | undefined => topUp ?? refund;

/** What a bank has said of a collection. */
export interface BankFact {
  /** What names the entry of a statement that says so, or the line of a report. */
  readonly entry: string;
  /** The day, `YYYY-MM-DD`, and when it begins where the seller is. */
  readonly on: string;
  readonly at: Timestamp;
  /** Why it came back: a code of ISO 20022. */
  readonly reason?: string;
}

/** Whether it has to be looked at again: it is open, or the books may not have all of it. */
export const isWatched = (collection: Pick<Collection, 'status' | 'unbooked'>): boolean =>
  !isOver(collection) || collection.unbooked === true;

export const isOver = ({ status }: Pick<Collection, 'status'>): boolean =>
  status !== 'prepared' && status !== 'submitted';

/** `inv_….1`: what a collection is called outside. */
export const collectionId = ({ invoice, attempt }: Omit<CollectionPlace, 'tenant'>): string =>
  `${invoice}.${attempt}`;

/**
 * What calls about a collection are made under: the same for each time that the same is asked. `space` is that of the
 * connection, so that two stacks that use one account of a rail are not taken for one.
 */
export const idempotencyKey = (
  space: string,
  { tenant, invoice, attempt }: CollectionPlace,
  asked: string,
): string =>
  `farthing-${sha256(JSON.stringify([space, tenant, invoice, attempt, asked])).toString('hex')}`;
