// Made from core/contract by `npm run types:client`. Do not change it by hand.

import type {
  CustomerKey,
  Decimal,
  Instant,
  MeterKey,
} from './shared.ts';

export interface Usage {
  readonly meter: MeterKey;
  /**
   * How values add up. `weighted_sum` is the mean level over a window: each value holds from its
   * event’s time to the window’s end.
   */
  readonly aggregation: 'count' | 'sum' | 'min' | 'max' | 'latest' | 'unique_count' | 'weighted_sum' | 'session_count';
  readonly customer?: string;
  readonly subject?: string;
  /** Where that was asked for: it is never billed. */
  readonly informational?: true;
  readonly from: Instant;
  readonly to: Instant;
  readonly window: 'quarter_hour' | 'hour' | 'day' | 'month' | null;
  readonly timezone: string;
  /**
   * By start, then customer, subject and dimensions. Ungrouped, a window without usage is 0; min,
   * max and latest have no row for it.
   */
  readonly rows: readonly UsageRow[];
  /** The meter is new and does not count every event in this period yet. */
  readonly partial?: true;
  /** Events among these rows without a value that the meter can read. */
  readonly unreadable?: number;
  /** Pass it as `cursor` to get the next page; absent on the last one. */
  readonly nextCursor?: string;
}

export interface UsageRow {
  readonly start: Instant;
  readonly end: Instant;
  /** Where grouped by customer: who pays for what was used then; absent where nobody does. */
  readonly customer?: string;
  /** Where grouped by subject. */
  readonly subject?: string;
  /** The dimensions grouped by; null where events have no such field. */
  readonly dimensions: Readonly<Record<string, string | null>>;
  readonly value: Decimal;
}

/** The operations of usage. */
export interface UsageOperations {
  /** Usage of one meter over a period, by window, customer, subject or dimension. */
  readonly queryUsage: {
    readonly method: 'GET';
    readonly path: '/v1/usage';
    readonly query: {
      readonly meter: MeterKey;
      /** Only what this customer pays for. */
      readonly customer?: CustomerKey | undefined;
      /** Only this subject. */
      readonly subject?: string | undefined;
      /** Only what some customer pays for, or only what none does. */
      readonly assigned?: 'true' | 'false' | undefined;
      /**
       * Only what backfill jobs wrote as informational, which is never billed; left out, all that
       * is no such usage.
       */
      readonly informational?: 'true' | undefined;
      /**
       * RFC 3339, or `YYYY-MM-DD` or `YYYY-MM` for the start of that day or month in `timezone`; on
       * a quarter hour.
       */
      readonly from: string;
      /** Where it ends, itself not counted; as `from`. */
      readonly to: string;
      /**
       * A row for each, by the calendar of `timezone` and clipped to the period; left out, one for
       * the whole period.
       */
      readonly window?: 'quarter_hour' | 'hour' | 'day' | 'month' | undefined;
      /** IANA; UTC where left out. */
      readonly timezone?: string | undefined;
      /** `customer`, `subject` or dimensions of the meter, separated by commas. */
      readonly groupBy?: string | undefined;
      /** Rows on a page at most; 1000 where left out. */
      readonly limit?: number | undefined;
      /** `nextCursor` of the page before, with all other parameters as they were. */
      readonly cursor?: string | undefined;
      /**
       * Only usage with this value of the dimension NAME; one parameter for each dimension, such as
       * `dimension.section=sports`.
       */
      readonly [dimension: `dimension.${string}`]: string | undefined;
    };
    readonly answer: Usage;
  };
}
