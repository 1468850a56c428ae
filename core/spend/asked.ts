import type { Nanos } from '../kernel/money.ts';

/** Money as it is taken from a payer. `net + tax` is what budgets and the wallet are asked for. */
export interface Priced {
  readonly net: Nanos;
  readonly tax: Nanos;
}

/** What was asked for under a key: asked again, it is answered as it was. */
export interface Asked {
  /** Digest of the key, 16 bytes as base64url. */
  readonly key: string;
  /** Digest of all else that was asked. */
  readonly body: string;
  /** What the payer had left then, gross; undefined where nothing bounds it. */
  readonly left?: Nanos;
  /** The token by which it was asked for, if any. */
  readonly token?: string;
}
