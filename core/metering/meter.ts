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
