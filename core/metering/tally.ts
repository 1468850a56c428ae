import {
  type Decimal,
  decimalFromInteger,
  decimalOf,
  dividedHalfAwayFromZero,
} from '../kernel/decimal.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Aggregation } from './meter.ts';

/**
 * What a meter has added up. Merging is associative and commutative and has `undefined` (nothing counted) as its neutral
 * element, so neither order nor batching can matter. Sets are kept as sorted, distinct text.
 */
export type Tally =
  | { readonly kind: 'count'; readonly count: bigint }
  | { readonly kind: 'sum'; readonly sum: Decimal }
  | { readonly kind: 'min'; readonly least: Decimal }
  | { readonly kind: 'max'; readonly greatest: Decimal }
  | { readonly kind: 'latest'; readonly at: Moment; readonly value: Decimal }
  | { readonly kind: 'unique_count'; readonly members: ReadonlySet<string> }
  | {
      readonly kind: 'weighted_sum';
      readonly sum: Decimal;
      /** Σ value × milliseconds since 1970, at 1e-12: what `sum` would have to be paid back for time not yet begun. */
      readonly moment: bigint;
    };

/** Orders events of one meter: by time, then by identity, so that "latest" never depends on arrival. */
export interface Moment {
  readonly occurredAt: Timestamp;
  readonly identity: string;
}

export const isLater = (a: Moment, b: Moment): boolean =>
  a.occurredAt !== b.occurredAt ? a.occurredAt > b.occurredAt : a.identity > b.identity;

/** What one event adds to a meter: `value` for the numeric ones, `member` for `unique_count`. */
export interface Contribution {
  readonly moment: Moment;
  readonly value: Decimal;
  readonly member: string;
}

/** The tally of one event. */
export function tallyOf(aggregation: Aggregation, { moment, value, member }: Contribution): Tally {
  switch (aggregation) {
    case 'count':
      return { kind: 'count', count: 1n };
    case 'sum':
      return { kind: 'sum', sum: value };
    case 'min':
      return { kind: 'min', least: value };
    case 'max':
      return { kind: 'max', greatest: value };
    case 'latest':
      return { kind: 'latest', at: moment, value };
    case 'unique_count':
      return { kind: 'unique_count', members: new Set([member]) };
    case 'weighted_sum':
      return { kind: 'weighted_sum', sum: value, moment: value * BigInt(moment.occurredAt) };
  }
}

/** Two tallies of one meter as one. Throws when they are of different kinds. */
export function merged(a: Tally, b: Tally): Tally {
  if (a.kind === 'count' && b.kind === 'count') return { kind: 'count', count: a.count + b.count };
  if (a.kind === 'sum' && b.kind === 'sum') return { kind: 'sum', sum: decimalOf(a.sum + b.sum) };
  if (a.kind === 'min' && b.kind === 'min') return a.least <= b.least ? a : b;
  if (a.kind === 'max' && b.kind === 'max') return a.greatest >= b.greatest ? a : b;
  if (a.kind === 'latest' && b.kind === 'latest') return isLater(a.at, b.at) ? a : b;
  if (a.kind === 'unique_count' && b.kind === 'unique_count') {
    return { kind: 'unique_count', members: a.members.union(b.members) };
  }
  if (a.kind === 'weighted_sum' && b.kind === 'weighted_sum') {
    return {
      kind: 'weighted_sum',
      sum: decimalOf(a.sum + b.sum),
      moment: a.moment + b.moment,
    };
  }
  throw new TypeError(`tallies of one meter are of one kind, got ${a.kind} and ${b.kind}`);
}

/**
 * The quantity a tally stands for over `window`. A weighted sum is the mean level over the window, Σ value × (end - time)
 * / (end - start), the only one that can be inexact: to 12 places, half away from zero.
 */
export function quantityOf(tally: Tally, window: Period): Decimal {
  switch (tally.kind) {
    case 'count':
      return decimalFromInteger(tally.count);
    case 'sum':
      return tally.sum;
    case 'min':
      return tally.least;
    case 'max':
      return tally.greatest;
    case 'latest':
      return tally.value;
    case 'unique_count':
      return decimalFromInteger(BigInt(tally.members.size));
    case 'weighted_sum': {
      const area = tally.sum * BigInt(window.end) - tally.moment;
      return decimalOf(dividedHalfAwayFromZero(area, BigInt(window.end - window.start)));
    }
  }
}
