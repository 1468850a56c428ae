import {
  type Decimal,
  decimalFromInteger,
  decimalOf,
  dividedHalfAwayFromZero,
} from '../kernel/decimal.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Period, Timestamp } from '../kernel/timestamp.ts';
import type { Aggregation } from './meter.ts';
import { type Sessions, sessionCount, sessionsTogether } from './sessions.ts';

/**
 * What a meter has added up. Merging is associative and commutative and has `undefined` (nothing counted) as its
 * neutral element, so neither order nor batching can matter. Sets are kept as sorted, distinct text.
 */
export type Tally =
  | { readonly kind: 'count'; readonly count: bigint }
  | { readonly kind: 'sum'; readonly sum: Decimal }
  | { readonly kind: 'min'; readonly least: Decimal }
  | { readonly kind: 'max'; readonly greatest: Decimal }
  | { readonly kind: 'latest'; readonly at: Moment; readonly value: Decimal }
  | { readonly kind: 'unique_count'; readonly members: ReadonlySet<string> }
  | { readonly kind: 'session_count'; readonly gap: number; readonly sessions: Sessions }
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

/** The tally of one value. */
export function numericTally(
  aggregation: Exclude<Aggregation, 'count' | 'unique_count' | 'session_count'>,
  value: Decimal,
  at: Moment,
): Tally {
  switch (aggregation) {
    case 'sum':
      return { kind: 'sum', sum: value };
    case 'min':
      return { kind: 'min', least: value };
    case 'max':
      return { kind: 'max', greatest: value };
    case 'latest':
      return {
        kind: 'latest',
        at: { occurredAt: at.occurredAt, identity: at.identity },
        value,
      };
    case 'weighted_sum':
      return { kind: 'weighted_sum', sum: value, moment: value * BigInt(at.occurredAt) };
  }
}

type TallyOf<Kind extends Tally['kind']> = Extract<Tally, { readonly kind: Kind }>;

const mergers: {
  readonly [Kind in Tally['kind']]: (a: TallyOf<Kind>, b: TallyOf<Kind>) => TallyOf<Kind>;
} = {
  count: (a, b) => ({ kind: 'count', count: a.count + b.count }),
  sum: (a, b) => ({ kind: 'sum', sum: decimalOf(a.sum + b.sum) }),
  min: (a, b) => (a.least <= b.least ? a : b),
  max: (a, b) => (a.greatest >= b.greatest ? a : b),
  latest: (a, b) => (isLater(a.at, b.at) ? a : b),
  unique_count: (a, b) => ({
    kind: 'unique_count',
    members: new Set([...a.members, ...b.members]),
  }),
  session_count: (a, b) => ({
    ...{ kind: 'session_count', gap: a.gap },
    sessions: sessionsTogether(a.sessions, b.sessions, a.gap),
  }),
  weighted_sum: (a, b) => ({
    kind: 'weighted_sum',
    sum: decimalOf(a.sum + b.sum),
    moment: a.moment + b.moment,
  }),
};

/** Two tallies of one meter as one. */
export function merged(a: Tally, b: Tally): Tally {
  invariant(a.kind === b.kind, `tallies of one meter are of one kind, got ${a.kind} and ${b.kind}`);
  const merge = mergers[a.kind] as (a: Tally, b: Tally) => Tally;
  return merge(a, b);
}

/**
 * The quantity a tally stands for over `window`. A weighted sum is the mean level over the window, Σ value × (end -
 * time) / (end - start), the only one that can be inexact: to 12 places, half away from zero.
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
    case 'session_count':
      return decimalFromInteger(BigInt(sessionCount(tally.sessions)));
    case 'weighted_sum': {
      const area = tally.sum * BigInt(window.end) - tally.moment;
      return decimalOf(dividedHalfAwayFromZero(area, BigInt(window.end - window.start)));
    }
  }
}
