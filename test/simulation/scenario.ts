import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { ShardEpoch } from '../../core/metering/log/log-key.ts';
import type { Dice } from './dice.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Minutes before something happens to the calendar. */
const starts = [
  '2026-01-31T22:40:00Z',
  '2026-03-29T00:20:00Z',
  '2026-10-25T00:30:00Z',
  '2026-11-01T04:50:00Z',
  '2026-12-31T23:20:00Z',
  '2028-02-28T22:50:00Z',
  '2026-11-22T09:43:00Z',
] as const;

const tenantChoices = [
  ['a'],
  ['a', 'a#b'],
  ['a', '["a"'],
  ['a#b', 'a#b#c'],
] as const satisfies readonly (readonly [string, ...string[]])[];

const subjectNames = ['c', 'b#c', '#b#c', 'reader|1', 'reader', 'ü 🎈', '__proto', '","'] as const;

/** What is the same throughout a run. */
export interface Scenario {
  readonly startMs: number;
  readonly tenants: readonly [string, ...string[]];
  readonly subjects: readonly [string, ...string[]];
  /** Minutes since 1970 in which most events occur. */
  readonly hotMinutes: readonly [number, ...number[]];
  /** How likely an event is nearly too old. */
  readonly oldShare: number;
  readonly epochs: readonly ShardEpoch[];
  /** How old events may be at the door, and when the aggregator gets them. */
  readonly maxAgeMs: number;
  readonly reachMs: number;
  readonly requests: number;
  /** How many steps a message may take to be seen. */
  readonly messageDelayMax: number;
  /**
   * How likely a meter is added at any step while totals are being refreshed; 0 to wait until all requests are done
   * with, so that nothing but a backfill can make it count.
   */
  readonly meterAmidRefresh: number;
  readonly aggregators: number;
  readonly refreshers: number;
  /** How many identities an aggregator keeps of what it has read. */
  readonly identitiesKeptMax: number;
  readonly pageBytesMax: number;
  /** Whether requests of events go to one server, which shares their sends, instead of a sandbox each. */
  readonly hasFront: boolean;
  /** Whether days are settled, and rolled up. */
  readonly hasRollups: boolean;
  /** Whether usage is recorded under pseudonyms, and salts are dropped. */
  readonly hasPseudonyms: boolean;
}

export function scenarioFrom(dice: Dice): Scenario {
  const startMs = Date.parse(dice.pick(starts));
  const startMinute = startMs / 60_000;
  const subjects = dice.shuffled(subjectNames).slice(0, dice.between(1, 4));
  // In a crowd all goes into few logs, each of many blocks.
  const isCrowded = dice.chance(0.5);
  const minutes = Array.from(
    { length: isCrowded ? 0 : dice.between(1, 6) },
    () => startMinute + dice.between(-400, 4),
  );
  const shards = isCrowded ? 1 : 2 ** dice.below(3);
  const hour = Math.floor(startMs / HOUR_MS) * HOUR_MS;
  const change = timestampOf(hour + HOUR_MS * dice.between(-1, 1));
  const changed = dice.chance(0.5) ? [{ from: change, shards: shards === 1 ? 4 : 1 }] : [];
  const tenants = dice.pick(tenantChoices);
  const oldShare = dice.pick([0, 0.05, 0.4]);
  const requests = dice.chance(0.3) ? dice.between(1, 3) : dice.between(4, 14);
  return {
    startMs,
    tenants,
    subjects: [subjects[0] ?? 'c', ...subjects.slice(1)],
    hotMinutes: [startMinute, ...minutes],
    oldShare,
    epochs: [{ from: timestampOf(0), shards }, ...changed],
    maxAgeMs: 35 * DAY_MS,
    reachMs: 35 * DAY_MS + HOUR_MS,
    requests,
    messageDelayMax: dice.pick([1, 10, 50]),
    meterAmidRefresh: dice.pick([0, 0.02, 0.2]),
    aggregators: dice.between(1, 3),
    refreshers: dice.between(1, 3),
    identitiesKeptMax: dice.pick([0, 0, 5, 1_000]),
    pageBytesMax: dice.pick([1, 600, 1_000_000]),
    // Drawn by no die of its own, so that the seeds without a front are what they were.
    hasFront: requests % 3 === 0,
    hasRollups: requests % 4 === 1,
    hasPseudonyms: requests % 4 === 2,
  };
}
