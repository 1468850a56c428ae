import type { PutOutcome } from '../kernel/log.ts';
import type { TreeHash } from '../tlog/tree.ts';

/** The last checkpoint of a log that a witness has cosigned, or was about to. */
export interface WitnessedLog {
  readonly origin: string;
  /** From 1; a put is over the revision before it. */
  readonly revision: number;
  readonly size: number;
  readonly root: TreeHash;
  /** The checkpoint with the signature of its log alone: what shows a fork, should another come. */
  readonly note: string;
}

/** What a witness remembers: all that keeps it from cosigning a fork. */
export interface WitnessedLogs {
  /** Strongly consistent. */
  get(origin: string): Promise<WitnessedLog | undefined>;
  /** Over the revision before; once it says `put`, no crash loses it. */
  put(log: WitnessedLog): Promise<PutOutcome>;
}

/** Cosigns with the witness's own key, which signs nothing else. */
export interface WitnessSigner {
  /** 32 bytes; `unavailable` where it cannot be asked for now. */
  publicKey(): Promise<Uint8Array | 'unavailable'>;
  /** 64 bytes: Ed25519 of the message, of at most 4,096 bytes. */
  sign(message: Uint8Array): Promise<Uint8Array | 'unavailable'>;
}

/**
 * What a witness has seen of a log that contradicts what it knows, both signed by the log. `fork`: two trees of one
 * size, which nothing explains. `unproven`: a later checkpoint that was not proven to have grown from the one before.
 */
export interface WitnessedFork {
  readonly kind: 'fork' | 'unproven';
  readonly origin: string;
  /** The checkpoint that the witness has cosigned. */
  readonly known: string;
  /** The one that it was shown. */
  readonly shown: string;
}
