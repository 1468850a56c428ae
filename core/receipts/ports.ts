import type { Timestamp } from '../kernel/timestamp.ts';

/** A key that receipts are signed with, or were: its public part is for everybody. */
export interface ReceiptKey {
  /** The RFC 7638 thumbprint of the public key: so the same key has the same name wherever it is. */
  readonly kid: string;
  /** The public key: 32 bytes, Ed25519. */
  readonly bytes: Uint8Array;
  /** It signs for what was captured from then on, until the next key does. */
  readonly from: Timestamp;
  /** Whether its private part is still there; what it has signed is verified for ever. */
  readonly signs: boolean;
}

/** Signs receipts. The private parts of keys never leave what it stands for. */
export interface ReceiptSigner {
  /** All keys, by `from`, those to come with them; `unavailable` where they cannot be asked for now. */
  keys(): Promise<readonly ReceiptKey[] | 'unavailable'>;
  /** The Ed25519 signature of a message of at most 4,096 bytes: 64 bytes, the same for the same message. */
  sign(kid: string, message: Uint8Array): Promise<Uint8Array | 'unavailable'>;
}
