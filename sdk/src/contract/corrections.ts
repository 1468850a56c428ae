// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BackfillName,
  Instant,
  Month,
  PayerKey,
} from './shared.ts';

export interface Amendment {
  readonly type?: string;
  /** A merge patch (RFC 7396) of the data: `null` takes a field away. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Correction {
  readonly id: string;
  /** While it runs, it goes on by itself, in steps. */
  readonly status: 'running' | 'done' | 'taking-back' | 'taken-back';
  readonly does: 'void' | 'amend';
  readonly reason: string;
  /** The id of the key that asked. */
  readonly by: string;
  readonly at: Instant;
  readonly events?: readonly {
    readonly source: string;
    readonly id: string;
    /** Of the event, to its minute. */
    readonly time: Instant;
    /** Only where two events of that minute have the same name. */
    readonly subject?: string;
  }[];
  readonly where?: EventFilter;
  readonly amend?: Amendment;
  /** Events so far. */
  readonly corrected: number;
  /** Events that fit and were left: those of charges and captures. */
  readonly charged: number;
  /** Events that fit and were left, as they say so already, or would be too large. */
  readonly unchanged: number;
  /** Events that fit and were left: later months may stand on levels that they are part of. */
  readonly settled?: number;
  readonly takenBack?: {
    readonly reason: string;
    readonly by: string;
    readonly at: Instant;
    readonly restored: number;
    /** Left as they are, as they became so old. */
    readonly settled?: number;
  };
}

/** What a correction would do; nothing is done. */
export interface CorrectionDryRun {
  readonly dryRun: true;
  readonly does: 'void' | 'amend' | 'take-back';
  /** The correction; `events`, `where` and `amend` are its own. */
  readonly takesBack?: string;
  readonly events?: readonly {
    readonly source: string;
    readonly id: string;
    /** Of the event, to its minute. */
    readonly time: Instant;
    /** Only where two events of that minute have the same name. */
    readonly subject?: string;
  }[];
  readonly where?: EventFilter;
  readonly amend?: Amendment;
  /** Events that it would correct; of a take-back, that would count as before. */
  readonly corrects: number;
  /** Events that fit and would be left, as another correction has corrected them. */
  readonly already: number;
  /** Events that fit and would be left: those of charges and captures. */
  readonly charged: number;
  /** Events that fit and would be left, as they say so already, or would be too large. */
  readonly unchanged: number;
  /** Events that fit and would be left: later months may stand on levels that they are part of. */
  readonly settled: number;
  /**
   * There are more events than one request looks at: all that is said is of those before this hour,
   * and of some in it. Left out where all was looked at.
   */
  readonly upTo?: Instant;
  /** The first hundred of what it touches, by subject, meter and month. */
  readonly usage: readonly UsageChange[];
  /** Of how many it touches usage. */
  readonly usageTotal: number;
  /**
   * The first fifty of the payers’ months that change. Left out where the tenant has no billing
   * settings, as nobody is billed then.
   */
  readonly months?: readonly MonthChange[];
  /** How many months of payers change. */
  readonly monthsTotal: number;
  /** Events that no payer’s month has. */
  readonly withoutPayer: number;
  /** Events of payers that are not looked at: of more than fifty, those that have fewest. */
  readonly ofOthers: number;
}

export interface CorrectionDryRunRequest {
  /** Kept with each event that is corrected. */
  readonly reason: string;
  readonly events?: readonly {
    readonly source: string;
    readonly id: string;
    /** Of the event, to its minute. */
    readonly time: Instant;
    /** Only where two events of that minute have the same name. */
    readonly subject?: string;
  }[];
  readonly where?: EventFilter;
  /** What the events say instead. Left out, they are taken out. */
  readonly amend?: Amendment;
  /** In place of events: the id of a correction, to see what taking it back does. */
  readonly takesBack?: string;
}

export interface CorrectionList {
  readonly corrections: readonly Correction[];
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface CorrectionRequest {
  /** Kept with each event that is corrected. */
  readonly reason: string;
  readonly events?: readonly {
    readonly source: string;
    readonly id: string;
    /** Of the event, to its minute. */
    readonly time: Instant;
    /** Only where two events of that minute have the same name. */
    readonly subject?: string;
  }[];
  readonly where?: EventFilter;
  /** What the events say instead. Left out, they are taken out. */
  readonly amend?: Amendment;
}

export interface EventFilter {
  readonly from: Instant;
  /** Not counted itself; 400 days after `from` at most. */
  readonly to: Instant;
  readonly type?: string;
  readonly source?: string;
  /** Only events that this backfill job has written. */
  readonly backfill?: BackfillName;
  /** Only events that this meter reads. */
  readonly meter?: string;
  readonly subjects?: readonly string[];
  /**
   * Of each field of the data, by name or JSON Pointer, the values of which one must match, as
   * text.
   */
  readonly data?: Readonly<Record<string, readonly string[]>>;
}

export interface MonthChange {
  readonly customer: PayerKey;
  /** By the calendar of the payer. */
  readonly period: Month;
  /**
   * `invoice`: the month is not closed, and its own invoice says it. `adjustment`: it is closed,
   * and the next invoice has an adjustment. `too-late`: nothing bills it by itself; it is on the
   * list of what is not billed.
   */
  readonly bills: 'invoice' | 'adjustment' | 'too-late';
  /** The document that closed it, which stays as it is. */
  readonly closedBy?: {
    readonly id: string;
    readonly number?: string;
  };
  /** Events of it. 0 where only a level of before goes on. */
  readonly events: number;
  readonly currency?: string;
  /** What its charges come to by all usage that the log has, without tax: up to 24 places. */
  readonly before?: string;
  readonly after?: string;
  /** By so much it would be adjusted, before it is rounded and taxed. */
  readonly difference?: string;
  /** Why nothing prices it. */
  readonly unpriced?: string;
}

export interface TakeBackRequest {
  /** Kept with each event that is corrected. */
  readonly reason: string;
}

export interface UsageChange {
  readonly subject: string;
  readonly meter: string;
  /** A month of UTC, as `GET /v1/usage` has it. */
  readonly period: Month;
  /** Left out where there is none: of nothing there is no least, greatest or latest. */
  readonly before?: string;
  readonly after?: string;
  /** What `after` is more than `before`. */
  readonly difference?: string;
}

/** The operations of corrections. */
export interface CorrectionsOperations {
  /** Take events out of usage, or amend them, by their ids or by a filter, with a reason. */
  readonly correctUsage: {
    readonly method: 'POST';
    readonly path: '/v1/corrections';
    readonly body: CorrectionRequest;
    readonly answer: Correction;
  };
  /** List corrections of usage, the last first. */
  readonly listCorrections: {
    readonly method: 'GET';
    readonly path: '/v1/corrections';
    readonly query: {
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
    };
    readonly answer: CorrectionList;
  };
  /**
   * What a correction, or taking one back, would do to events, usage and invoices; nothing is done.
   */
  readonly dryRunCorrection: {
    readonly method: 'POST';
    readonly path: '/v1/corrections/dry-run';
    readonly body: CorrectionDryRunRequest;
    readonly answer: CorrectionDryRun;
  };
  /** One correction, and how far it is. */
  readonly getCorrection: {
    readonly method: 'GET';
    readonly path: '/v1/corrections/{id}';
    readonly answer: Correction;
  };
  /** Take a correction back: all that it has corrected counts as before. */
  readonly takeBackCorrection: {
    readonly method: 'POST';
    readonly path: '/v1/corrections/{id}/take-back';
    readonly body: TakeBackRequest;
    readonly answer: Correction;
  };
}
