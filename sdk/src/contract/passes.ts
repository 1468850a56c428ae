// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  MeterKey,
  PassKey,
} from './shared.ts';

export interface Pass {
  readonly key: PassKey;
  /** What payers are shown. */
  readonly name: string;
  readonly meter: MeterKey;
  /**
   * Only usage that has one of these values in each of these dimensions of the meter; all of it
   * where left out.
   */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  /** So many units of the meter, each for its part of the price. */
  readonly units?: Decimal;
  /**
   * In place of `units`: all one can use in a month, up to so many units. The first takes all of
   * the price.
   */
  readonly ceiling?: Decimal;
  /** With tax, as money of wallets is. */
  readonly price: {
    /** With tax, at most 9 places. */
    readonly amount: Decimal;
    readonly currency: string;
  };
  /**
   * Until so many of the payer’s days after that on which it is bought are over. Left out, and with
   * `ceiling`: to the end of the payer’s month.
   */
  readonly days?: number;
  /** Nobody buys it any more; those that were bought stay. */
  readonly archived?: true;
  readonly revision: number;
}

export interface PassBody {
  /** What payers are shown. */
  readonly name: string;
  readonly meter: MeterKey;
  /**
   * Only usage that has one of these values in each of these dimensions of the meter; all of it
   * where left out.
   */
  readonly filter?: Readonly<Record<string, readonly string[]>>;
  /** So many units of the meter, each for its part of the price. */
  readonly units?: Decimal;
  /**
   * In place of `units`: all one can use in a month, up to so many units. The first takes all of
   * the price.
   */
  readonly ceiling?: Decimal;
  /** With tax, as money of wallets is. */
  readonly price: {
    /** With tax, at most 9 places. */
    readonly amount: Decimal;
    readonly currency: string;
  };
  /**
   * Until so many of the payer’s days after that on which it is bought are over. Left out, and with
   * `ceiling`: to the end of the payer’s month.
   */
  readonly days?: number;
  /** Nobody buys it any more; those that were bought stay. */
  readonly archived?: true;
  /**
   * The revision this replaces, 0 to create: refused when there is another. Left out, whatever
   * there is.
   */
  readonly revision?: number;
}

/** A page of the passes that are offered, by key. */
export interface PassList {
  readonly passes: readonly Pass[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of passes. */
export interface PassesOperations {
  /** List the passes that are offered. */
  readonly listPasses: {
    readonly method: 'GET';
    readonly path: '/v1/passes';
    readonly query: {
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
      readonly limit?: number | undefined;
    };
    readonly answer: PassList;
  };
  /** Offer a pass, or change what is offered. */
  readonly putPass: {
    readonly method: 'PUT';
    readonly path: '/v1/passes/{key}';
    readonly body: PassBody;
    readonly answer: Pass;
  };
}
