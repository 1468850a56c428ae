// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  Instant,
} from './shared.ts';

export interface Dismissal {
  /** Why, for whoever audits it. */
  readonly reason: string;
}

export interface DismissalOfMany {
  readonly filter: QuarantineFilter;
  /** Of the answer before. */
  readonly cursor?: string;
  /** Why, for whoever audits it. */
  readonly reason: string;
}

/** What was done. With a `nextCursor` there may be more: ask again with it. */
export interface QuarantineDone {
  /** Entries that were dismissed, or retried. */
  readonly done: number;
  /** Entries that fit and were left: conflicts, which cannot be retried. */
  readonly skipped: number;
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface QuarantineEntry {
  readonly id: string;
  readonly reason: 'conflict' | 'too-old';
  readonly detail: string;
  readonly status: 'open' | 'retried' | 'dismissed';
  /** Why it was dismissed. */
  readonly dismissal?: string;
  readonly quarantinedAt: Instant;
  readonly event: {
    readonly source: string;
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly time: Instant;
    readonly data?: unknown;
  };
}

/** Which of the open entries are meant: those that fit all that is given here. */
export interface QuarantineFilter {
  readonly reason?: 'conflict' | 'too-old';
  readonly source?: string;
  readonly type?: string;
  readonly subject?: string;
}

/** A page of what could not be counted. One may be short, or empty, before the last. */
export interface QuarantineList {
  readonly entries: readonly QuarantineEntry[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface RetryOfMany {
  readonly filter: QuarantineFilter;
  /** Of the answer before. */
  readonly cursor?: string;
}

/** The operations of quarantine. */
export interface QuarantineOperations {
  /** List what could not be counted, and why. */
  readonly listQuarantine: {
    readonly method: 'GET';
    readonly path: '/v1/quarantine';
    readonly query: {
      /** Only entries of this reason. */
      readonly reason?: 'conflict' | 'too-old' | undefined;
      /** `closed` is retried or dismissed; all where left out. */
      readonly status?: 'open' | 'retried' | 'dismissed' | 'closed' | undefined;
      /** Entries on a page at most; 50 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: QuarantineList;
  };
  /** One quarantined event. */
  readonly getQuarantineEntry: {
    readonly method: 'GET';
    readonly path: '/v1/quarantine/{id}';
    readonly answer: QuarantineEntry;
  };
  /** Send a quarantined event through the pipeline again, however old it is. */
  readonly retryQuarantineEntry: {
    readonly method: 'POST';
    readonly path: '/v1/quarantine/{id}/retry';
    readonly answer: QuarantineEntry;
  };
  /** Close a quarantined event without counting it, with a reason. */
  readonly dismissQuarantineEntry: {
    readonly method: 'POST';
    readonly path: '/v1/quarantine/{id}/dismiss';
    readonly body: Dismissal;
    readonly answer: QuarantineEntry;
  };
  /** Send many quarantined events through the pipeline again, by a filter. */
  readonly retryQuarantine: {
    readonly method: 'POST';
    readonly path: '/v1/quarantine/retry';
    readonly body: RetryOfMany;
    readonly answer: QuarantineDone;
  };
  /** Close many quarantined events without counting them, by a filter, with a reason. */
  readonly dismissQuarantine: {
    readonly method: 'POST';
    readonly path: '/v1/quarantine/dismiss';
    readonly body: DismissalOfMany;
    readonly answer: QuarantineDone;
  };
}
