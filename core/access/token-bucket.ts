import type { Timestamp } from '../kernel/timestamp.ts';

/** How fast a bucket of tokens fills, and how many it holds. */
export interface BucketLimits {
  readonly perSecond: number;
  readonly holds: number;
}

/**
 * What is in a bucket, as the one instant at which it will be full: in microseconds since 1970, so that a token of a
 * fast bucket is still a whole number of them. Undefined is a bucket that is full. (The generic cell rate algorithm, as
 * ITU-T I.371 has it: nothing ticks, and a bucket that nobody takes from is nothing to keep.)
 */
export type BucketMoment = number | undefined;

const MICROSECONDS = 1_000_000;
const MICROSECONDS_PER_MS = 1_000;

const perToken = ({ perSecond }: BucketLimits): number => Math.ceil(MICROSECONDS / perSecond);

/** Beside what a bucket takes to fill, twice: so far may what was taken exceed what it holds, and may clocks differ. */
const SLACK = 60 * MICROSECONDS;

/**
 * How far a bucket is from full, in microseconds. One that would take longer than any bucket can was filled by a clock
 * that has been set back since: it is full, or nobody would get through before that clock's time comes again.
 */
function lacking(size: BucketLimits, fullAt: BucketMoment, now: Timestamp): number {
  const missing = Math.max(0, (fullAt ?? 0) - now * MICROSECONDS_PER_MS);
  return missing > 2 * size.holds * perToken(size) + SLACK ? 0 : missing;
}

/** Whole tokens in the bucket; below 0 where more was taken than there was. */
export const tokensIn = (size: BucketLimits, fullAt: BucketMoment, now: Timestamp): number =>
  Math.floor(size.holds - lacking(size, fullAt, now) / perToken(size));

/** The bucket once so many tokens are taken, whether it has them or not. */
export const afterTaking = (
  size: BucketLimits,
  fullAt: BucketMoment,
  { tokens, now }: { readonly tokens: number; readonly now: Timestamp },
): number => now * MICROSECONDS_PER_MS + lacking(size, fullAt, now) + tokens * perToken(size);

/** How long until so many tokens can be taken, in milliseconds; 0 where they can now. */
export const untilThere = (
  size: BucketLimits,
  fullAt: BucketMoment,
  { tokens, now }: { readonly tokens: number; readonly now: Timestamp },
): number => {
  const wanted = Math.min(tokens, size.holds) - size.holds;
  const microseconds = lacking(size, fullAt, now) + wanted * perToken(size);
  return Math.ceil(Math.max(0, microseconds) / MICROSECONDS_PER_MS);
};

/** A body that was compressed may say so many times as much. */
const COMPRESSED = 8;

/** What a request takes from a bucket: one token, and one more for each `bytesPerToken` of its body. */
export const tokensOf = (
  { bytes, isCompressed }: { readonly bytes: number; readonly isCompressed: boolean },
  bytesPerToken: number,
): number => 1 + Math.floor((bytes * (isCompressed ? COMPRESSED : 1)) / bytesPerToken);
