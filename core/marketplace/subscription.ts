import type { ExactAmount } from '../kernel/exact-amount.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';

/** How a line of a report stands. All but `pending` are for good. */
export const lineStatuses = [
  'pending',
  'accepted',
  'not-subscribed',
  'duplicate',
  'too-late',
  'unclear',
] as const;
type LineStatus = (typeof lineStatuses)[number];

/** Units of one dimension, as AWS is told of them. */
export interface ReportLine {
  readonly dimension: string;
  /** Above zero. */
  readonly units: bigint;
  readonly status: LineStatus;
  /** Whether AWS may have it although nobody knows: a call about it was not answered, or is under way. */
  readonly isPossible: boolean;
  /** What AWS calls it, once it has accepted it. */
  readonly record?: string;
  /** Why it was not accepted the last time, in AWS's words. */
  readonly reason?: string;
  /** That it was refused the last time because nobody is subscribed. */
  readonly isUnsubscribed?: true;
  /** Too late, and reported again with a later hour. */
  readonly isAgain?: true;
}

/** All that AWS is told of one hour of a subscription: each time that it is told, it is told the same. */
export interface HourReport {
  /** When the hour begins. */
  readonly hour: Timestamp;
  /** What AWS is told as its time: an instant of the hour. */
  readonly at: Timestamp;
  /** AWS is not told of it: it is what is in no report, after the end or before it was bound anew. */
  readonly list?: 'rest' | 'gap';
  readonly product: string;
  readonly account: string;
  readonly license: string | undefined;
  /** How often it was sent, from 1. */
  readonly attempt: number;
  readonly lines: readonly ReportLine[];
}

/** What AWS has accepted of a day, until the books have it. */
export interface UnbookedDay {
  /** What names it: the first hour of the day of which something was accepted. */
  readonly from: Timestamp;
  readonly amount: Nanos;
  /** Nothing comes to it any more: the books may have it already. */
  readonly isClosed: boolean;
}

/** What a month of a customer came to by dimension, when it was looked at last. */
export interface MonthWorth {
  readonly month: Month;
  readonly worth: ReadonlyMap<string, ExactAmount>;
}

/**
 * That a customer buys a product at AWS Marketplace, and all that was reported of it. It is one item, so that what is
 * reported is decided by one put.
 */
export interface Subscription {
  readonly tenant: string;
  readonly customer: string;
  /** The product's code. */
  readonly product: string;
  /** The AWS account that buys. */
  readonly account: string;
  /** The ARN of the license; undefined of older products, which go by their code. */
  readonly license: string | undefined;
  /** The first month whose usage AWS is told of. */
  readonly since: Month;
  readonly boundAt: Timestamp;
  /** When AWS took the license away, if it did: the last usage is reported within an hour. */
  readonly endedAt: Timestamp | undefined;
  /**
   * What is still to be listed, as no report will have it: the rest after its end, or what was used between its end and
   * when it was bound anew.
   */
  readonly unlisted: 'rest' | 'gap' | undefined;
  /** When the last hour that was decided begins; hours before it are over. */
  readonly decided: Timestamp | undefined;
  /** The latest months, ascending; what those before them came to. */
  readonly months: readonly MonthWorth[];
  readonly before: ReadonlyMap<string, ExactAmount>;
  /** Units that are in a report, or on the list of what is in none, by dimension. */
  readonly reported: ReadonlyMap<string, bigint>;
  /** Units that AWS has accepted, by dimension. */
  readonly accepted: ReadonlyMap<string, bigint>;
  /** Reports with a line that is pending, the first hour first; and those that are over and still to be kept apart. */
  readonly open: readonly HourReport[];
  /** The first day first. */
  readonly unbooked: readonly UnbookedDay[];
  /** From 1. */
  readonly revision: number;
}

/** What is left of an hour to report what was used last. */
export const LAST_HOUR_MS = millisecondsPer.hour;

const HOUR_DIGITS = 15;

export const hourOf = (instant: Timestamp): Timestamp =>
  timestampOf(instant - (instant % millisecondsPer.hour));
export const dayOf = (instant: Timestamp): Timestamp =>
  timestampOf(instant - (instant % millisecondsPer.day));

/** `ending`: what was used last is being reported. `ended`: nothing is reported any more. */
export function standingOf(
  { endedAt }: Pick<Subscription, 'endedAt'>,
  now: Timestamp,
): 'active' | 'ending' | 'ended' {
  if (endedAt === undefined) return 'active';
  return now < endedAt + LAST_HOUR_MS ? 'ending' : 'ended';
}

export const isOver = ({ lines }: HourReport): boolean =>
  lines.every(({ status }) => status !== 'pending');

/** As `map`, with so much more of one of its names. */
export function withMore<Amount extends bigint>(
  map: ReadonlyMap<string, Amount>,
  name: string,
  more: bigint,
): ReadonlyMap<string, Amount> {
  const sum: bigint = (map.get(name) ?? 0n) + more;
  return new Map([...map, [name, sum as Amount]]);
}

/** What names a report of a subscription; it sorts as the hours do. In one hour there may be several lists. */
export const reportPlace = ({ hour, at, list }: Pick<HourReport, 'hour' | 'at' | 'list'>): string =>
  [digits(hour), ...(list === undefined ? ['hour'] : [list, digits(at)])].join('.');

const digits = (instant: Timestamp): string => String(instant).padStart(HOUR_DIGITS, '0');
