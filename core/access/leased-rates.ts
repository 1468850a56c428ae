import type { Clock } from '../kernel/clock.ts';
import { invariant } from '../kernel/invariant.ts';
import type { PutOutcome } from '../kernel/log.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import {
  type BucketStanding,
  type BucketState,
  bucketsOf,
  type RatePolicy,
  type Rates,
  secondsOf,
  standingOf,
} from './rates.ts';
import { afterTaking, type BucketLimits, tokensIn, untilThere } from './token-bucket.ts';

/** A bucket that many processes take from, as it is kept. */
export interface KeptBucket {
  readonly name: string;
  /** In microseconds since 1970: see `BucketMoment`. */
  readonly fullAt: number;
  readonly revision: number;
}

/** Where buckets are that many processes share. */
export interface KeptBuckets {
  /** Strongly consistent; undefined for one that nobody took from, or not lately. */
  read(name: string): Promise<KeptBucket | undefined>;
  /** Puts the bucket if the stored revision is the one before it (none for revision 1). */
  put(bucket: KeptBucket): Promise<PutOutcome>;
}

/** How tokens are leased. */
export interface LeasedRatesOptions {
  readonly policy: RatePolicy;
  readonly buckets: KeptBuckets;
  readonly clock: Clock;
  /** Told why the buckets could not be asked; requests go on meanwhile. */
  readonly onFailure: (error: unknown) => void;
}

/** What this process has of a shared bucket. */
interface Lease {
  /** Below 0 after a request that took more than there was. */
  tokens: number;
  /** Tokens to ask for next. */
  next: number;
  renewedAt: Timestamp;
  /** Before this nobody is asked again. */
  emptyUntil: Timestamp;
  unaskedUntil: Timestamp;
  /** The bucket as this process saw it last. */
  seen: KeptBucket | undefined;
  /** Whether others were found to take from it, too: then it is read anew before each put, as a read costs less. */
  isShared: boolean;
  /** What a process lets through without a lease. */
  freeFullAt: number | undefined;
}

/**
 * A process lets this much through without asking: so who sends little costs no reads and no writes. It is added to
 * what a bucket gives, once for each process.
 */
const FREE: BucketLimits = { perSecond: 1, holds: 5 };
const LEASE_MIN = 8;
/** Of what a bucket holds, so that several processes get a part of it. */
const LEASE_PART = 8;
/** Leases that follow each other faster than this get larger. */
const SOON_MS = 1_000;
const SMALL_AGAIN_MS = 5_000;
const TRIES_MAX = 3;
const LEASES_MAX = 1_000;
const FAILURE_PAUSE_MS = 1_000;

/**
 * Buckets that all processes share, without a write for each request: a process takes some tokens at once, by one
 * conditional put, and lets requests through for them. All processes together let through what the bucket holds and
 * what flows into it, and what each lets through unasked. An empty bucket is remembered until it has something, so that
 * refusing costs no read.
 *
 * Where the buckets do not answer, or are put by so many at once that none of three tries wins, the request goes on: a
 * bucket protects others, and is no reason to refuse usage.
 */
export function leasedRates(options: LeasedRatesOptions): Rates {
  const { policy, clock } = options;
  const leases = new Map<string, Lease>();
  const leaseOf = (name: string): Lease => {
    const kept = leases.get(name);
    const lease = kept === undefined || isOfLaterClock(kept, clock.now()) ? newLease() : kept;
    leases.delete(name);
    leases.set(name, lease);
    for (const oldest of leases.keys()) {
      if (leases.size <= LEASES_MAX) break;
      leases.delete(oldest);
    }
    return lease;
  };
  return {
    take: async (caller, tokens) => {
      const buckets = bucketsOf(policy, caller).map((bucket) => ({
        bucket,
        lease: leaseOf(bucket.name),
      }));
      const taken: (() => void)[] = [];
      for (const { bucket, lease } of buckets) {
        const giveBack = await takeFrom(options, bucket, lease, tokens);
        if (giveBack === undefined) {
          for (const undo of taken) undo();
          const now = clock.now();
          const retrySeconds = secondsOf(lease.emptyUntil - now);
          const standings = standingsOf(buckets, now);
          return { goesOn: false, empty: bucket.owner, retrySeconds, standings };
        }
        taken.push(giveBack);
      }
      return { goesOn: true, inMs: 0, standings: standingsOf(buckets, clock.now()) };
    },
  };
}

/** Longer than an empty bucket is remembered, or a table that does not answer. */
const REMEMBERED_MS_MAX = 600_000;

/** What was put down by a clock that has been set back since says nothing. */
const isOfLaterClock = ({ renewedAt, emptyUntil, unaskedUntil }: Lease, now: Timestamp): boolean =>
  renewedAt > now + SOON_MS || Math.max(emptyUntil, unaskedUntil) > now + REMEMBERED_MS_MAX;

const newLease = (): Lease => ({
  tokens: 0,
  next: LEASE_MIN,
  renewedAt: timestampOf(0),
  emptyUntil: timestampOf(0),
  unaskedUntil: timestampOf(0),
  seen: undefined,
  isShared: false,
  freeFullAt: undefined,
});

/** As far as this process knows: what it has not used of its lease, and what the bucket had when it last looked. */
const standingsOf = (
  buckets: readonly { readonly bucket: BucketState; readonly lease: Lease }[],
  now: Timestamp,
): readonly BucketStanding[] =>
  buckets.map(({ bucket, lease }) => {
    const standing = standingOf(bucket, lease.seen?.fullAt, now);
    if (now < lease.emptyUntil) return { ...standing, left: 0 };
    return { ...standing, left: standing.left + Math.max(0, lease.tokens) };
  });

/** Takes tokens, and answers what gives them back; undefined where the bucket is empty. */
async function takeFrom(
  options: LeasedRatesOptions,
  bucket: BucketState,
  lease: Lease,
  asked: number,
): Promise<(() => void) | undefined> {
  const now = options.clock.now();
  // More than a bucket holds could never be paid back.
  const tokens = Math.min(asked, bucket.size.holds);
  if (lease.tokens < 1 && untilThere(FREE, lease.freeFullAt, { tokens, now }) === 0) {
    const before = lease.freeFullAt;
    lease.freeFullAt = afterTaking(FREE, before, { tokens, now });
    return () => {
      lease.freeFullAt = before;
    };
  }
  if (lease.tokens < 1) {
    if (now < lease.unaskedUntil) return nothingTaken;
    if (now < lease.emptyUntil) return undefined;
    const outcome = await renewed(options, bucket, lease);
    if (outcome === 'empty') return undefined;
    if (outcome === 'unasked') return nothingTaken;
  }
  lease.tokens -= tokens;
  return () => {
    lease.tokens += tokens;
  };
}

const nothingTaken = (): void => undefined;

/** Gets more tokens. `unasked`: nothing is known, and the request goes on. */
async function renewed(
  options: LeasedRatesOptions,
  bucket: BucketState,
  lease: Lease,
): Promise<'renewed' | 'empty' | 'unasked'> {
  try {
    return await leased(options, bucket, lease);
  } catch (error) {
    options.onFailure(error);
    lease.seen = undefined;
    lease.unaskedUntil = timestampOf(options.clock.now() + FAILURE_PAUSE_MS);
    return 'unasked';
  }
}

async function leased(
  { buckets, clock }: LeasedRatesOptions,
  { name, size }: BucketState,
  lease: Lease,
): Promise<'renewed' | 'empty' | 'unasked'> {
  // What another process put since is no danger: then the put is refused, and the bucket is read.
  if (lease.isShared) lease.seen = undefined;
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    lease.seen ??= await buckets.read(name);
    const now = clock.now();
    const debt = Math.max(0, 1 - lease.tokens);
    const there = tokensIn(size, lease.seen?.fullAt, now);
    if (there < debt) {
      const wanted = Math.min(size.holds, Math.max(debt, LEASE_MIN));
      const ms = untilThere(size, lease.seen?.fullAt, { tokens: wanted, now });
      lease.emptyUntil = timestampOf(now + Math.max(1, ms));
      // Others may give back nothing, but time does: what is seen then is read anew.
      lease.seen = undefined;
      return 'empty';
    }
    const tokens = Math.min(there, Math.max(debt, sized(lease, size, now)));
    const next: KeptBucket = {
      name,
      fullAt: afterTaking(size, lease.seen?.fullAt, { tokens, now }),
      revision: (lease.seen?.revision ?? 0) + 1,
    };
    invariant(tokens > 0, `a lease is of at least one token, got ${tokens}`);
    if ((await buckets.put(next)) === 'put') {
      lease.seen = next;
      lease.tokens += tokens;
      lease.renewedAt = now;
      return 'renewed';
    }
    // Taken, or unknown: what is there now is read. Tokens of a put that was not known to happen are lost to all.
    lease.seen = undefined;
    lease.isShared = true;
  }
  return 'unasked';
}

/** As many as this process will use in a second or so, by how soon it came again. */
function sized(lease: Lease, { holds }: BucketLimits, now: Timestamp): number {
  const most = Math.max(LEASE_MIN, Math.floor(holds / LEASE_PART));
  const since = now - lease.renewedAt;
  if (since > SMALL_AGAIN_MS) {
    lease.next = LEASE_MIN;
    lease.isShared = false;
  } else if (since < SOON_MS) lease.next = Math.min(most, 2 * lease.next);
  return Math.min(lease.next, holds);
}
