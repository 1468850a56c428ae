// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

/** A page of the keys, by their ids. */
export interface KeyList {
  readonly keys: readonly ListedKey[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** An API key, without its secret or what is kept of it. */
export interface ListedKey {
  /** The third part of the key, between underscores. */
  readonly keyId: string;
  readonly mode: 'live' | 'test';
  /** What a person calls it. */
  readonly name?: string;
  readonly scopes: readonly ('events:write' | 'usage:read' | 'billing:read' | 'billing:write' | 'spend:read' | 'spend:write' | 'payouts:approve' | 'admin')[];
  readonly createdAt: Instant;
  /** From then on it is refused. */
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
  /** The last day on which it was used, `YYYY-MM-DD` of UTC, where one is known. */
  readonly lastUsed?: string;
}

/** The operations of keys. */
export interface KeysOperations {
  /** List the API keys of the tenant, without their secrets. */
  readonly listKeys: {
    readonly method: 'GET';
    readonly path: '/v1/keys';
    readonly query: {
      /** Keys on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: KeyList;
  };
}
