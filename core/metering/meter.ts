import type { RollingWindow } from './rolling/rolling-window.ts';

/** How a meter adds up. */
export const aggregations = [
  'count',
  'sum',
  'min',
  'max',
  'latest',
  'unique_count',
  'weighted_sum',
  'session_count',
] as const;
/** Those that are not rolled up by days: sets get no smaller by it. */
const setAggregations: ReadonlySet<Aggregation> = new Set(['unique_count', 'session_count']);

export const isRolledUp = ({ aggregation }: Pick<Meter, 'aggregation'>): boolean =>
  !setAggregations.has(aggregation);

/** Those whose value at any time is a level, which stands until it is changed. */
export const levelAggregations: ReadonlySet<Aggregation> = new Set(['weighted_sum', 'latest']);
export type Aggregation = (typeof aggregations)[number];

/** Whether what two halves of a month come to adds up to what the month does. */
const isOfParts: Readonly<Record<Aggregation, boolean>> = {
  count: true,
  sum: true,
  min: false,
  max: false,
  latest: false,
  unique_count: false,
  session_count: false,
  weighted_sum: false,
};

/** What tells how a meter adds up. */
type AddingUp = Pick<Meter, 'aggregation' | 'window'>;

/** Whether each unit of a meter's usage is a quantity of its own, which can be charged, shared or given by itself. */
export const addsUp = ({ aggregation, window }: AddingUp): boolean =>
  window === undefined && isOfParts[aggregation];

/** Whether a meter says how much there is, rather than how much there was of it: half a month of it is half. */
export const isLevel = (meter: AddingUp): boolean => !addsUp(meter);

/** How a meter adds up, for people. */
export const shownAggregation = ({ aggregation, window }: AddingUp): string =>
  window === undefined ? aggregation : `${aggregation} over a rolling window of ${window.rolling}`;

/**
 * What turns events into usage. Its definition never changes once it exists: what was counted under a key stays
 * comparable.
 */
export interface Meter {
  readonly key: string;
  readonly description?: string;
  readonly eventType: string;
  readonly aggregation: Aggregation;
  /**
   * The data field that is added up (`bytes`, or a JSON Pointer `/usage/bytes`); every aggregation of values needs one.
   */
  readonly value?: string;
  /**
   * A month begins with the level that the one before ended with; without it, with nothing. Only of aggregations that
   * say how much there is at any time.
   */
  readonly opensWith?: 'previous';
  /** Of `session_count`: a session of a subject ends after so long without an event, such as `PT30M`. */
  readonly session?: { readonly gap: string };
  /**
   * Of `count`, `sum` and `unique_count`: the meter is of trailing windows, each of a local day and of days before it,
   * and a month has their most or their mean.
   */
  readonly window?: RollingWindow;
  /** Only what was charged or captured counts, and no event that somebody sends. */
  readonly chargedOnly?: true;
  /** It reads informational events, and no others: see `informationalMeter`. */
  readonly readsInformational?: true;
  /** Data fields by which usage is kept apart. */
  readonly dimensions: readonly string[];
  /** Data field → the values of which one must match. */
  readonly filter: Readonly<Record<string, readonly string[]>>;
  /** The catalog version that brought it. */
  readonly sinceVersion: number;
}
