// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BackfillName,
  Events,
  Instant,
  PayerKey,
  RejectedEvent,
  UnbilledReason,
} from './shared.ts';

/** A meter that has counted an event. */
export interface CountedBy {
  readonly meter: string;
  /**
   * What it read: a number, or the member of a set, and 1 where events are counted. Left out where
   * it could read nothing.
   */
  readonly value?: string;
  /** Who pays; left out where nobody does. */
  readonly customer?: PayerKey;
  /**
   * Why it is in no invoice and will be in none by itself; left out of what is billed, or about to
   * be. A reason of `GET /v1/unbilled`, which lists it; or `unpriced`: no plan prices the meter.
   */
  readonly unbilled?: UnbilledReason | 'unpriced';
  /**
   * Some of what its month has of the meter came too late, as `GET /v1/unbilled` says; nothing says
   * which events.
   */
  readonly mayBeTooLate?: true;
}

export interface EventList {
  readonly from: Instant;
  readonly to: Instant;
  /** The last first, by their own time. */
  readonly events: readonly ListedEvent[];
  /**
   * Quarantine has more than the 10,000 entries that a call looks at: some of its events are not
   * here. `GET /v1/quarantine` has all.
   */
  readonly quarantinePartial?: true;
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

/**
 * The queue has every accepted event; one sent before, as it was, is accepted and counted once.
 */
export interface EventsAccepted {
  readonly accepted: number;
  readonly rejected: readonly RejectedEvent[];
}

export interface ListedEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: Instant;
  readonly data?: unknown;
  /**
   * `recorded`: it is in the log, and usage has not come to it yet, which takes seconds. `counted`:
   * usage has it, and what at least one meter made of it is billed, or about to be. `not-billed`:
   * what meters made of it is in no invoice, or no meter is for it. `quarantined`: it is not
   * counted, for the reason of its entry.
   */
  readonly status: 'recorded' | 'counted' | 'not-billed' | 'quarantined';
  /**
   * Of `not-billed`: why. A reason of `GET /v1/unbilled`, which lists it; or `unpriced`: no plan
   * prices the meter. `no-meter`: none is for events of its type, or their filters leave it out.
   * `corrected`: a correction took it out, or amended it; what it was amended to is another event
   * of the list. `corrects`: it is no usage, and says what a correction did to another event.
   * `informational`: a backfill job wrote it so, and `GET /v1/usage?informational=true` shows it.
   */
  readonly reason?: UnbilledReason | 'unpriced' | 'no-meter' | 'corrected' | 'corrects' | 'informational';
  /** Of `corrected` and `corrects`: which one, as `GET /v1/corrections/{id}` has it. */
  readonly correction?: string;
  /** The backfill job that wrote it. */
  readonly backfill?: BackfillName;
  /** Those that have counted it. */
  readonly meters: readonly CountedBy[];
  /** Its entry in quarantine. Of an event that is counted: it was too old, and was let in. */
  readonly quarantine?: {
    readonly id: string;
    readonly reason: 'conflict' | 'too-old';
    readonly detail: string;
    readonly status: 'open' | 'retried' | 'dismissed';
    /** Why it was dismissed. */
    readonly dismissal?: string;
    readonly quarantinedAt: Instant;
  };
}

/** The operations of events. */
export interface EventsOperations {
  /** Record usage events: CloudEvents 1.0 in any HTTP mode, or plain JSON. */
  readonly recordEvents: {
    readonly method: 'POST';
    readonly path: '/v1/events';
    readonly body: Events;
    readonly answer: EventsAccepted;
  };
  /** The last events of a subject, or of all, and what became of each, and why. */
  readonly listEvents: {
    readonly method: 'GET';
    readonly path: '/v1/events';
    readonly query: {
      /** Only of this subject; of all where left out. */
      readonly subject?: string | undefined;
      /** The first instant; a day before `to` where left out. */
      readonly from?: Instant | undefined;
      /**
       * The first instant after; a day after `from` where left out, and at most five minutes from
       * now.
       */
      readonly to?: Instant | undefined;
      /** Events on a page at most; 100 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: EventList;
  };
}
