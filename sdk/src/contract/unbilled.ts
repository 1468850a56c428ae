// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Decimal,
  Month,
  PayerKey,
  UnbilledReason,
  UnbilledUsage,
} from './shared.ts';

export interface AcceptUnbilledRequest {
  readonly period: Month;
  /** Why it stays unbilled; kept, with the key. */
  readonly reason: string;
  /** As they were listed. Each is accepted in this quantity, and no more. */
  readonly rows: readonly {
    /** Left out where it is a customer’s of several subjects, and the books do not say whose. */
    readonly subject?: string;
    /** Who would pay; left out where nobody would. */
    readonly customer?: PayerKey;
    readonly meter: string;
    readonly reason: UnbilledReason;
    readonly quantity: Decimal;
    /** Left out where neither totals nor the books say how many events that were. */
    readonly events?: number;
  }[];
}

export interface UnbilledAccepted {
  readonly period: Month;
  readonly accepted: number;
}

export interface UnbilledList {
  readonly rows: readonly UnbilledUsage[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface UsageSums {
  readonly meter: string;
  /** By the totals; what two charges are for counts twice. */
  readonly used: Decimal;
  /** By documents, as the books have it. */
  readonly billed: Decimal;
  /** By the next document, in addition. */
  readonly toBill: Decimal;
  /** On the list of what is not billed. */
  readonly listed: Decimal;
}

export interface UsageSumsList {
  readonly sums: readonly UsageSums[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/** The operations of unbilled. */
export interface UnbilledOperations {
  /** Usage of a month that is in no invoice and will be in none by itself, with the reason. */
  readonly listUnbilled: {
    readonly method: 'GET';
    readonly path: '/v1/unbilled';
    readonly query: {
      readonly period: Month;
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: UnbilledList;
  };
  /** Of each meter, what was used in a month, and what of it is billed or listed. */
  readonly sumUnbilled: {
    readonly method: 'GET';
    readonly path: '/v1/unbilled/sums';
    readonly query: {
      readonly period: Month;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: UsageSumsList;
  };
  /** Leave usage unbilled, with a reason: no alarm tells of it any more. */
  readonly acceptUnbilled: {
    readonly method: 'POST';
    readonly path: '/v1/unbilled/accept';
    readonly body: AcceptUnbilledRequest;
    readonly answer: UnbilledAccepted;
  };
}
