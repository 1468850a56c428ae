import type { Month } from '../../kernel/month.ts';
import { StoredObject } from '../../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import {
  storedSums,
  sumsFrom,
  type UnaccountedFound,
  unaccountedFoundIn,
} from '../unbilled/stored-sums.ts';
import type { MeterSums } from '../unbilled/usage-sums.ts';
import type { Finding } from './ports.ts';
import { findingsIn } from './stored-reconciliation.ts';

/** UTC hours since 1970: `from <= hour < to`. */
export interface HourRange {
  readonly from: number;
  readonly to: number;
}

/** An hour of totals that was found different, and may only lag. */
export interface DoubtfulHour {
  readonly hour: number;
  /** A digest of the totals that were found: where they have changed since, somebody is at work on them. */
  readonly stored: string;
  /** So many looks in a row found these. */
  readonly looks: number;
}

/** Compares some hours of totals with their logs, and leaves the rest to the next message. */
export interface TotalsStep {
  readonly compares: 'totals';
  readonly begunAt: Timestamp;
  /** What is left, and not empty. */
  readonly hours: readonly HourRange[];
  /** Of the hours that this step is about, those that it looks at again; after so many looks. */
  readonly doubtful: readonly DoubtfulHour[];
  readonly tries: number;
  /** Of the hours before. */
  readonly compared: number;
  readonly differing: number;
  readonly findings: readonly Finding[];
}

/** Adds up some partitions of a month, and leaves the rest to the next message. */
export interface InvoicesStep {
  readonly compares: 'invoices';
  readonly begunAt: Timestamp;
  /** What is left; the first is the one that is added up. */
  readonly months: readonly Month[];
  readonly partition: number;
  /** Not at first: where all that was used is billed and listed, nothing is about to be billed. */
  readonly isRated: boolean;
  /** Of the partitions before. */
  readonly sums: readonly MeterSums[];
  readonly again?: UnaccountedFound;
}

/** What a pass does next. */
export type PassStep = TotalsStep | InvoicesStep;

/** As it is queued. */
export const storedPassStep = (step: PassStep): object =>
  step.compares === 'totals' ? step : { ...step, sums: step.sums.map(storedSums) };

/** The reverse. Throws `InvariantViolation` for what is none. */
export function passStepFrom(value: unknown): PassStep {
  const step = new StoredObject(value, 'a step of a pass');
  const begunAt = timestampOf(step.integer('begunAt'));
  if (step.oneOf('compares', ['totals', 'invoices']) === 'invoices') {
    return {
      compares: 'invoices',
      begunAt,
      months: step.texts('months').map((_, index) => monthAt(step, index)),
      partition: step.integer('partition'),
      isRated: step.flag('isRated'),
      sums: step.objects('sums').map(sumsFrom),
      ...(step.has('again') ? { again: unaccountedFoundIn(step) } : {}),
    };
  }
  return {
    compares: 'totals',
    begunAt,
    hours: step.objects('hours').map((range) => ({
      from: range.integer('from'),
      to: range.integer('to'),
    })),
    doubtful: step.objects('doubtful').map((one) => ({
      hour: one.integer('hour'),
      stored: one.text('stored'),
      looks: one.integer('looks'),
    })),
    tries: step.integer('tries'),
    compared: step.integer('compared'),
    differing: step.integer('differing'),
    findings: findingsIn(step),
  };
}

const monthAt = (step: StoredObject, index: number): Month =>
  new StoredObject({ month: step.list('months')[index] }, 'what a pass compares').month('month');
