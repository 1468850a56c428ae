// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  MeterKey,
  RollingWindow,
} from './shared.ts';

/** A field of the event’s data by its name, or any field by JSON Pointer. */
export type DataField = string;

export interface Meter {
  readonly key: MeterKey;
  readonly eventType: string;
  /**
   * How values add up. `weighted_sum` is the mean level over a window: each value holds from its
   * event’s time to the window’s end.
   */
  readonly aggregation: 'count' | 'sum' | 'min' | 'max' | 'latest' | 'unique_count' | 'weighted_sum' | 'session_count';
  readonly value?: string;
  readonly opensWith?: 'previous';
  /**
   * Of `session_count`, which needs it: events of a subject that are no more than the gap apart are
   * of one session.
   */
  readonly session?: {
    /** For how long nothing may happen in it: from a minute to a day. */
    readonly gap: string;
  };
  readonly window?: RollingWindow;
  readonly chargedOnly?: true;
  readonly dimensions: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly description?: string;
  /** How many of the hours that hold events it counts already; new events count from the start. */
  readonly backfill: {
    readonly status: 'running' | 'complete';
    readonly hoursDone: number;
    readonly hoursTotal: number;
  };
}

/** Cannot be changed once it exists, but for its description. */
export interface MeterDefinition {
  /** The type of the events it counts. */
  readonly eventType: string;
  /**
   * How values add up. `weighted_sum` is the mean level over a window: each value holds from its
   * event’s time to the window’s end.
   */
  readonly aggregation: 'count' | 'sum' | 'min' | 'max' | 'latest' | 'unique_count' | 'weighted_sum' | 'session_count';
  /** The field that is added up; every aggregation but `count` and `session_count` needs one. */
  readonly value?: DataField;
  /**
   * Of `weighted_sum` and `latest`: a billed month begins with the level that the one before ended
   * with, by subject. Without it, with nothing.
   */
  readonly opensWith?: 'previous';
  /**
   * Of `session_count`, which needs it: events of a subject that are no more than the gap apart are
   * of one session.
   */
  readonly session?: {
    /** For how long nothing may happen in it: from a minute to a day. */
    readonly gap: string;
  };
  /**
   * Of `count`, `sum` and `unique_count`: they are of trailing windows, one for each local day,
   * such as the users who were active in the last 7 days.
   */
  readonly window?: {
    /** How many local days each window has, its own included: from `P1D` to `P31D`. */
    readonly rolling: string;
    /**
     * What a month has of the windows of its days: the greatest (`max`, which counts where it is
     * left out), or their mean.
     */
    readonly statistic?: 'max' | 'mean';
  };
  /**
   * Only what was charged or captured counts: no event that somebody sends does. Of `count` and
   * `sum`.
   */
  readonly chargedOnly?: true;
  /** Fields by which usage is kept apart. */
  readonly dimensions?: readonly DataField[];
  /** Field → the value, or the values one of which, it must have. */
  readonly filter?: Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;
  /** What it is, for people. */
  readonly description?: string;
}

/** All meters, by key; there are at most 100. */
export interface MeterList {
  readonly meters: readonly MeterListed[];
}

export interface MeterListed {
  readonly key: MeterKey;
  readonly eventType: string;
  /**
   * How values add up. `weighted_sum` is the mean level over a window: each value holds from its
   * event’s time to the window’s end.
   */
  readonly aggregation: 'count' | 'sum' | 'min' | 'max' | 'latest' | 'unique_count' | 'weighted_sum' | 'session_count';
  readonly value?: string;
  readonly opensWith?: 'previous';
  /**
   * Of `session_count`, which needs it: events of a subject that are no more than the gap apart are
   * of one session.
   */
  readonly session?: {
    /** For how long nothing may happen in it: from a minute to a day. */
    readonly gap: string;
  };
  readonly window?: RollingWindow;
  readonly chargedOnly?: true;
  readonly dimensions: readonly string[];
  readonly filter: Readonly<Record<string, readonly string[]>>;
  readonly description?: string;
}

/** The operations of meters. */
export interface MetersOperations {
  /** List the meters. */
  readonly listMeters: {
    readonly method: 'GET';
    readonly path: '/v1/meters';
    readonly answer: MeterList;
  };
  /** One meter, and how far its backfill is. */
  readonly getMeter: {
    readonly method: 'GET';
    readonly path: '/v1/meters/{key}';
    readonly answer: Meter;
  };
  /** Create a meter; it counts what the log already holds. */
  readonly putMeter: {
    readonly method: 'PUT';
    readonly path: '/v1/meters/{key}';
    readonly body: MeterDefinition;
    readonly answer: Meter;
  };
}
