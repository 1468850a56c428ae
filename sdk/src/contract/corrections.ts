// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  BackfillName,
  Instant,
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

export interface TakeBackRequest {
  /** Kept with each event that is corrected. */
  readonly reason: string;
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
