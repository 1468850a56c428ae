import type { Currency } from '../kernel/currency.ts';
import { sha256 } from '../kernel/digest.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';

/** The rails that there are, by the names that clearing accounts have: `cash:stripe`. */
export const railNames = ['stripe'] as const;
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
  /** The invoice's id. */
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
  /** The invoice's, as the payer is shown it. */
  readonly number: string;
  /** Where the payer comes back to, having paid or not. */
  readonly successUrl: string;
  readonly cancelUrl: string;
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
  readonly changedAt: Timestamp;
  /** From 1. */
  readonly revision: number;
}

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
