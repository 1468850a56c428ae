// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  MeterKey,
  PayeeKey,
  ShareKey,
} from './shared.ts';

export type Recipient = {
  readonly to: 'payee';
  readonly payee: PayeeKey;
  /** So many shares of what fees leave: 70 and 30, or 7 and 3. */
  readonly shares?: number;
  /** So many percent of all, off the top: a string, at most 10 places. Instead of `shares`. */
  readonly feePercent?: string;
} | {
  readonly to: 'value';
  /** So many shares of what fees leave: 70 and 30, or 7 and 3. */
  readonly shares?: number;
  /** So many percent of all, off the top: a string, at most 10 places. Instead of `shares`. */
  readonly feePercent?: string;
} | {
  readonly to: 'share';
  readonly share: ShareKey;
  /** So many shares of what fees leave: 70 and 30, or 7 and 3. */
  readonly shares?: number;
  /** So many percent of all, off the top: a string, at most 10 places. Instead of `shares`. */
  readonly feePercent?: string;
} | {
  readonly to: 'platform';
  /** So many shares of what fees leave: 70 and 30, or 7 and 3. */
  readonly shares?: number;
  /** So many percent of all, off the top: a string, at most 10 places. Instead of `shares`. */
  readonly feePercent?: string;
};

export interface Share {
  readonly key: ShareKey;
  /** What people call it. */
  readonly name?: string;
  /**
   * Which usage is shared. Left out, it is a share that others name: a band, a label. It never
   * changes.
   */
  readonly of?: SharedUsage;
  /**
   * `list` (the default): what usage comes to before the minimum and the maximum of its charge.
   * `invoiced`: what its line of the invoice says, without tax, less what is credited. `paid`: the
   * part of that that was paid. It never changes.
   */
  readonly basis?: 'list' | 'invoiced' | 'paid';
  /** Who has a share, each from a day on, ascending. */
  readonly versions: readonly ShareVersion[];
  readonly revision: number;
}

export interface ShareBody {
  /** What people call it. */
  readonly name?: string;
  /**
   * Which usage is shared. Left out, it is a share that others name: a band, a label. It never
   * changes.
   */
  readonly of?: SharedUsage;
  /**
   * `list` (the default): what usage comes to before the minimum and the maximum of its charge.
   * `invoiced`: what its line of the invoice says, without tax, less what is credited. `paid`: the
   * part of that that was paid. It never changes.
   */
  readonly basis?: 'list' | 'invoiced' | 'paid';
  /** Who has a share, each from a day on, ascending. */
  readonly versions: readonly ShareVersion[];
}

/** A page of the shares, by key. */
export interface ShareList {
  readonly shares: readonly Share[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface ShareVersion {
  /** Usage from the beginning of this day on, in its payer’s time zone. */
  readonly effectiveFrom: string;
  /** Who has which part. */
  readonly split: readonly Recipient[];
}

export interface SharedUsage {
  readonly meter: MeterKey;
  /** One of the meter’s: its value says what was used. */
  readonly dimension: string;
  /** Only usage with one of these values; all usage where left out. */
  readonly values?: readonly string[];
}

/** The operations of shares. */
export interface SharesOperations {
  /** List the shares. */
  readonly listShares: {
    readonly method: 'GET';
    readonly path: '/v1/shares';
    readonly query: {
      /** How many on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: ShareList;
  };
  /** One share, with all its versions. */
  readonly getShare: {
    readonly method: 'GET';
    readonly path: '/v1/shares/{key}';
    readonly answer: Share;
  };
  /** Say who has a share in what usage is worth, or add versions to that. */
  readonly putShare: {
    readonly method: 'PUT';
    readonly path: '/v1/shares/{key}';
    readonly body: ShareBody;
    readonly answer: Share;
  };
}
