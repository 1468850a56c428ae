// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BackfillName,
  Decimal,
  Events,
  Instant,
  RejectedEvent,
} from './shared.ts';

export interface Backfill {
  readonly name: BackfillName;
  readonly from: Instant;
  /** Not counted itself; ten years after `from` at most. */
  readonly to: Instant;
  /**
   * `adjust`: as usage that comes late is, of closed months as adjustments at their own prices.
   * `informational`: never; `GET /v1/usage?informational=true` shows it.
   */
  readonly billing: 'adjust' | 'informational';
  readonly eventsPerSecond: number;
  readonly dryRun: boolean;
  readonly status: 'open' | 'closed' | 'cancelled';
  readonly openedAt: Instant;
  /** The id of the key that opened it. */
  readonly openedBy: string;
  readonly endedAt?: Instant;
  readonly endedBy?: string;
  /** Events that it has written; of a dry run, would have. */
  readonly accepted: number;
  /** Events that were there as they are. */
  readonly repeated: number;
  /** Events that were not taken, by the code that each was answered with. */
  readonly refused: readonly {
    readonly code: string;
    readonly events: number;
  }[];
  /** Events of requests that are at work, or have died: sent again, they are counted. */
  readonly underWay: number;
  /** Of a job that has ended: events of requests that have died, which it has not written. */
  readonly unanswered: number;
  readonly months: readonly BackfillMonth[];
  /** Of a dry run: what it would add to usage, by month and meter; 500 at most. */
  readonly additions?: readonly BackfillAddition[];
}

export interface BackfillAddition {
  /** In UTC, `YYYY-MM`. */
  readonly month: string;
  readonly meter: string;
  readonly events: number;
  /** Left out of meters whose quantities do not add up, such as `max`. */
  readonly adds?: Decimal;
}

export interface BackfillList {
  readonly backfills: readonly ListedBackfill[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface BackfillMonth {
  /** In UTC, `YYYY-MM`. */
  readonly month: string;
  readonly accepted: number;
  readonly repeated: number;
  /**
   * `billed`: by the invoice of the month, or as an adjustment of a later one. `listed`: nothing
   * reaches back so far; `GET /v1/unbilled` of the month lists it as `too-late`, but for what a
   * month that is still open bills. `never`: it is informational.
   */
  readonly outcome: 'billed' | 'listed' | 'never';
}

export interface BackfillRequest {
  readonly name: BackfillName;
  readonly from: Instant;
  /** Not counted itself; ten years after `from` at most. */
  readonly to: Instant;
  /**
   * `adjust`: as usage that comes late is, of closed months as adjustments at their own prices.
   * `informational`: never; `GET /v1/usage?informational=true` shows it.
   */
  readonly billing: 'adjust' | 'informational';
  /** Of all requests of the job together; 500 where left out. */
  readonly eventsPerSecond?: number;
  /** Look at the events, count them, and write nothing. */
  readonly dryRun?: boolean;
}

/**
 * What became of the events of a request. Sent again, it is answered so once more, and counted
 * once.
 */
export interface BackfillTaken {
  readonly accepted: number;
  readonly repeated: number;
  readonly months: readonly {
    /** In UTC, `YYYY-MM`. */
    readonly month: string;
    readonly accepted: number;
    readonly repeated: number;
  }[];
  readonly rejected: readonly RejectedEvent[];
}

export interface ListedBackfill {
  readonly name: BackfillName;
  readonly from: Instant;
  /** Not counted itself; ten years after `from` at most. */
  readonly to: Instant;
  /**
   * `adjust`: as usage that comes late is, of closed months as adjustments at their own prices.
   * `informational`: never; `GET /v1/usage?informational=true` shows it.
   */
  readonly billing: 'adjust' | 'informational';
  readonly eventsPerSecond: number;
  readonly dryRun: boolean;
  readonly status: 'open' | 'closed' | 'cancelled';
  readonly openedAt: Instant;
  /** The id of the key that opened it. */
  readonly openedBy: string;
  readonly endedAt?: Instant;
  readonly endedBy?: string;
}

/** The operations of backfills. */
export interface BackfillsOperations {
  /** Open a job that takes older events: of a period, at a rate, billed or informational. */
  readonly openBackfill: {
    readonly method: 'POST';
    readonly path: '/v1/backfills';
    readonly body: BackfillRequest;
    readonly answer: Backfill;
  };
  /** List backfill jobs, by name. */
  readonly listBackfills: {
    readonly method: 'GET';
    readonly path: '/v1/backfills';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: BackfillList;
  };
  /** One backfill job, and what became of its events, by month and by reason. */
  readonly getBackfill: {
    readonly method: 'GET';
    readonly path: '/v1/backfills/{name}';
    readonly answer: Backfill;
  };
  /** Write older events under a job that is open; answered once they are in the log. */
  readonly backfillEvents: {
    readonly method: 'POST';
    readonly path: '/v1/backfills/{name}/events';
    readonly body: Events;
    readonly answer: BackfillTaken;
  };
  /** Close a job: it has all of its events. */
  readonly closeBackfill: {
    readonly method: 'POST';
    readonly path: '/v1/backfills/{name}/close';
    readonly answer: Backfill;
  };
  /** Cancel a job: it takes no more events, and says what was written. */
  readonly cancelBackfill: {
    readonly method: 'POST';
    readonly path: '/v1/backfills/{name}/cancel';
    readonly answer: Backfill;
  };
}
