import type { Clock } from '../kernel/clock.ts';
import {
  type BucketState,
  bucketsOf,
  type RatePolicy,
  type Rates,
  secondsOf,
  standingOf,
} from './rates.ts';
import { afterTaking, untilThere } from './token-bucket.ts';

/** How buckets that one process has to itself are kept. */
export interface PacedRatesOptions {
  readonly policy: RatePolicy;
  readonly clock: Clock;
  /** Requests of one bucket that wait for their tokens at a time; what would be one more is refused. */
  readonly waitingMax: number;
  /** None waits longer than this. */
  readonly waitMsMax: number;
  /** Buckets that are kept at a time; the one that was used least lately is forgotten first. */
  readonly bucketsMax: number;
}

/**
 * Buckets in this process. A request that comes too early is not refused: it takes its tokens, and goes on when they
 * are there. So whoever sends as fast as answers come is slowed down to its rate, and loses nothing; only who has more
 * waiting than `waitingMax` is told to come again.
 */
export function pacedRates(options: PacedRatesOptions): Rates {
  const { policy, clock, bucketsMax } = options;
  const kept = new Map<string, number>();
  const keep = (name: string, fullAt: number): void => {
    kept.delete(name);
    kept.set(name, fullAt);
    for (const oldest of kept.keys()) {
      if (kept.size <= bucketsMax) return;
      kept.delete(oldest);
    }
  };
  return {
    take: async (caller, tokens) => {
      const now = clock.now();
      const buckets = bucketsOf(policy, caller);
      const waits = buckets.map((bucket) => ({
        bucket,
        ms: untilThere(bucket.size, kept.get(bucket.name), { tokens, now }),
      }));
      const tooLong = waits.find(({ bucket, ms }) => ms > longestWait(bucket, options));
      const standings = () =>
        buckets.map((bucket) => standingOf(bucket, kept.get(bucket.name), now));
      if (tooLong !== undefined) {
        const { bucket, ms } = tooLong;
        const retrySeconds = secondsOf(ms);
        return { goesOn: false, empty: bucket.owner, retrySeconds, standings: standings() };
      }
      for (const { name, size } of buckets) {
        // What a request says of its size is not known yet to be so: it takes what the bucket holds at most.
        const taken = Math.min(tokens, size.holds);
        keep(name, afterTaking(size, kept.get(name), { tokens: taken, now }));
      }
      const inMs = Math.max(...waits.map(({ ms }) => ms));
      return { goesOn: true, inMs, standings: standings() };
    },
  };
}

const longestWait = (
  { size }: BucketState,
  { waitingMax, waitMsMax }: Pick<PacedRatesOptions, 'waitingMax' | 'waitMsMax'>,
): number => Math.min(waitMsMax, Math.floor((waitingMax * 1_000) / size.perSecond));
