// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
  MeterKey,
  Month,
  PrivatePassKey,
} from './shared.ts';

/** What is sold now. */
export interface PrivateEpoch {
  /** In UTC: tokens of this key are sold within it. */
  readonly month: Month;
  /** SHA-256 of the public key, in base64url. */
  readonly keyId: string;
  /** Of one token, with tax. */
  readonly price: string;
  readonly currency: string;
  /** From then on no token of it is taken. */
  readonly endsAt: Instant;
  /** The public key, as `token-key` of RFC 9577: compare it with the directory. */
  readonly tokenKey: string;
  /** What each token answers: `challenge` of RFC 9577. */
  readonly challenge: string;
}

/** `sold` is `used`, `held`, `open` and `broken`, and none of them is below zero. */
export interface PrivateEpochStanding {
  /** In UTC: tokens of this key are sold within it. */
  readonly month: Month;
  /** SHA-256 of the public key, in base64url. */
  readonly keyId: string;
  /** Of one token, with tax. */
  readonly price: string;
  readonly currency: string;
  /** From then on no token of it is taken. */
  readonly endsAt: Instant;
  /** How many payers have bought some. */
  readonly crowd: number;
  /** Tokens that were paid and signed. */
  readonly sold: number;
  /** Those that were used, and what they paid for served. */
  readonly used: number;
  /** Those that something is being served for. */
  readonly held: number;
  /** Those that can still be used. */
  readonly open: number;
  /** Those that ended unused, and are earned. */
  readonly broken: number;
  /** What wallets paid for those that were sold. */
  readonly paid: string;
  /** What of that has paid invoices of what was used. */
  readonly invoiced: string;
  /** What of that was earned, as it ended unused. */
  readonly earned: string;
  /** `paid`, less `invoiced` and `earned`. */
  readonly left: string;
}

export interface PrivatePass {
  readonly key: PrivatePassKey;
  /** What payers are shown. */
  readonly name: string;
  /** What a token pays one unit of, at the price of the default plan. */
  readonly meter: MeterKey;
  /**
   * The host, in small letters, at which clients find the directory of keys; each token says it.
   */
  readonly issuer: string;
  /** Tokens of a month are taken once so many payers have bought some: 20 where left out. */
  readonly crowd?: number;
  /**
   * For so many whole months after the one in which it was bought a token can be used: 1 where left
   * out.
   */
  readonly months?: number;
  /** Nobody buys it any more; tokens that were bought stay good. */
  readonly archived?: true;
  readonly revision: number;
  /** Null of one that is archived, or that the default plan has no price for. */
  readonly epoch: PrivateEpoch | null;
  /** Why nothing is sold now, for a person: only where `epoch` is null. */
  readonly unsold?: string;
}

export interface PrivatePassBody {
  /** What payers are shown. */
  readonly name: string;
  /** What a token pays one unit of, at the price of the default plan. */
  readonly meter: MeterKey;
  /**
   * The host, in small letters, at which clients find the directory of keys; each token says it.
   */
  readonly issuer: string;
  /** Tokens of a month are taken once so many payers have bought some: 20 where left out. */
  readonly crowd?: number;
  /**
   * For so many whole months after the one in which it was bought a token can be used: 1 where left
   * out.
   */
  readonly months?: number;
  /** Nobody buys it any more; tokens that were bought stay good. */
  readonly archived?: true;
  /**
   * The revision this replaces, 0 to create: refused when there is another. Left out, whatever
   * there is.
   */
  readonly revision?: number;
}

/** A page of the private passes that are offered, by key. */
export interface PrivatePassList {
  readonly passes: readonly PrivatePass[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The latest month first, of the last ten months. */
export interface PrivatePassStanding {
  readonly key: PrivatePassKey;
  readonly name: string;
  readonly epochs: readonly PrivateEpochStanding[];
}

/** Those that are sold now first, then those that are still taken. */
export interface TokenDirectory {
  readonly 'issuer-request-uri': string;
  readonly 'token-keys': readonly {
    readonly 'token-type': number;
    readonly 'token-key': string;
    /** In whole seconds since 1970. */
    readonly 'not-before': number;
  }[];
}

/** The operations of private passes. */
export interface PrivatePassesOperations {
  /** List the private passes that are offered, and by which keys. */
  readonly listPrivatePasses: {
    readonly method: 'GET';
    readonly path: '/v1/private-passes';
    readonly query: {
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly answer: PrivatePassList;
  };
  /** How many views of a private pass were sold, used and lost, month by month. */
  readonly showPrivatePass: {
    readonly method: 'GET';
    readonly path: '/v1/private-passes/{key}';
    readonly answer: PrivatePassStanding;
  };
  /** Offer a private pass, or change what is offered. */
  readonly putPrivatePass: {
    readonly method: 'PUT';
    readonly path: '/v1/private-passes/{key}';
    readonly body: PrivatePassBody;
    readonly answer: PrivatePass;
  };
  /** The public keys of private tokens, as RFC 9578 has them. */
  readonly listTokenKeys: {
    readonly method: 'GET';
    readonly path: '/.well-known/private-token-issuer-directory';
    readonly answer: TokenDirectory;
  };
}
