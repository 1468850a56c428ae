import type { PutOutcome } from '../../kernel/log.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { Settlement, SettlementPlace } from './settlement.ts';
import type { SignedTransfer } from './transfer.ts';

/** It is not known what was done: no answer came, or one that does not say. */
interface Unknown {
  readonly kind: 'unknown';
  readonly detail: string;
}

/** What a facilitator says of a signed transfer before it settles it. */
export type Verified =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly reason: string }
  | Unknown;

/** What a facilitator says that it has done. */
export type Settled =
  | { readonly kind: 'settled'; readonly transaction: string }
  /** By its word nothing was sent to the chain, and why. */
  | { readonly kind: 'refused'; readonly reason: string }
  | Unknown;

/**
 * Who verifies and settles transfers on a chain, for a tenant. A chain takes each signed transfer once, however often
 * it is settled. None of them rejects for what is at the other end.
 */
export interface Facilitator {
  verify(transfer: SignedTransfer, tenant: string): Promise<Verified>;
  settle(transfer: SignedTransfer, tenant: string): Promise<Settled>;
}

/** What a node of a chain says of a signed transfer. */
export type OnChain =
  | { readonly kind: 'done'; readonly transaction: string }
  | { readonly kind: 'not-done' }
  /** Who signed it has taken it back: it will never be done. */
  | { readonly kind: 'cancelled' }
  | Unknown;

/** Reads a chain. */
export interface ChainReader {
  find(rpc: string, transfer: SignedTransfer): Promise<OnChain>;
}

/** That there may be a settlement to look after, since when. */
export interface SettlementMark extends SettlementPlace {
  readonly at: Timestamp;
}

/** Where settlements are, and which are not over. */
export interface Settlements {
  /** Strongly consistent. */
  get(place: SettlementPlace): Promise<Settlement | undefined>;
  /** Puts it over the revision before it; over none where it is 1. */
  put(settlement: Settlement): Promise<PutOutcome>;
  /** Marks that there may be one to look after. A mark may be there for nothing, and is never missing. */
  watch(place: SettlementPlace, at: Timestamp): Promise<void>;
  /** Marks of a part, of `settlementParts`, past the place `after`; strongly consistent. */
  watched(
    part: number,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<readonly SettlementMark[]>;
  /** Marks of the same address as the place, at most ten. */
  watchedOf(place: SettlementPlace): Promise<readonly SettlementMark[]>;
  unwatch(place: SettlementPlace): Promise<void>;
}
