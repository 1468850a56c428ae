import type { TimeZone } from '../../kernel/time-zone.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import type { Meter } from '../meter.ts';
import type { WindowUnit } from './windows.ts';

/** What usage is kept apart by in an answer. */
export interface Grouping {
  readonly customer: boolean;
  readonly subject: boolean;
  /** Places among the meter's dimensions, in the order asked for. */
  readonly dimensions: readonly number[];
}

/** What a usage query asks; the period is on quarter hours. */
export interface UsageQuestion {
  readonly tenant: string;
  readonly meter: Meter;
  readonly period: Period;
  /** Undefined for one window, the whole period. */
  readonly unit: WindowUnit | undefined;
  readonly timeZone: TimeZone;
  readonly grouping: Grouping;
  /** Only these; undefined for all. */
  readonly subjects: ReadonlySet<string> | undefined;
  /** Of all subjects, those of these partitions alone; left out for all. */
  readonly partitions?: readonly number[];
  /** Whether what a subject used in the quarter hour that begins then is asked for. */
  isAskedFor(subject: string, at: Timestamp): boolean;
  /**
   * When it may change whether a subject's usage is asked for, and who pays for it; undefined where neither ever does,
   * and all usage of the subjects is asked for.
   */
  readonly cutsOf: ((subject: string) => readonly Timestamp[]) | undefined;
  /** Place among the meter's dimensions → the value it must have. */
  readonly dimensionValues: ReadonlyMap<number, string>;
  /** Who pays for what a subject used then; asked only where usage is grouped by customer. */
  ownerOf(subject: string, at: Timestamp): string | undefined;
  /** How a subject is called in a row that is grouped by it; left out where each is as it is recorded. */
  shownAs?(subject: string): string;
}
