import { Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Reads one setting. `given` is undefined where nothing is set, a string from the command line, JSON from cdk.json. */
export type Parse<A> = (key: string, given: unknown) => A;

const refuse = (key: string, takes: string, given: unknown): never => {
  throw new Error(`set ${key} to ${takes}, got ${JSON.stringify(given)}`);
};

const wholeNumberFrom = (given: unknown): number | undefined => {
  if (typeof given === 'number' && Number.isSafeInteger(given)) return given;
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
};

/** A whole number from `min` to `max`, both included. */
export const wholeNumber =
  (min: number, max: number, byDefault: number): Parse<number> =>
  (key, given) => {
    if (given === undefined) return byDefault;
    const value = wholeNumberFrom(given);
    if (value !== undefined && value >= min && value <= max) return value;
    return refuse(key, `a whole number from ${min} to ${max}`, given);
  };

/** A whole number of seconds. */
export const seconds =
  (min: number, max: number, byDefault: number): Parse<Duration> =>
  (key, given) =>
    Duration.seconds(wholeNumber(min, max, byDefault)(key, given));

/** A whole number of days. */
export const days =
  (min: number, max: number, byDefault: number): Parse<Duration> =>
  (key, given) =>
    Duration.days(wholeNumber(min, max, byDefault)(key, given));

/** One of the given words; the first where nothing is set. */
export const oneOf =
  <const Words extends readonly [string, ...string[]]>(words: Words): Parse<Words[number]> =>
  (key, given) => {
    if (given === undefined) return words[0];
    return words.find((word) => word === given) ?? refuse(key, words.join(' or '), given);
  };

/** An email address, or nothing. */
export const email: Parse<string | undefined> = (key, given) => {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^[^\s@]+@[^\s@]+$/.test(given)) return given;
  return refuse(key, 'an email address', given);
};

const retentionPeriods: readonly number[] = Object.values(RetentionDays).filter(
  (period): period is RetentionDays =>
    typeof period === 'number' && period !== RetentionDays.INFINITE,
);

/** A number of days that CloudWatch Logs offers as a retention period. */
export const logRetention: Parse<Duration> = (key, given) => {
  if (given === undefined) return Duration.days(RetentionDays.ONE_MONTH);
  const value = wholeNumberFrom(given);
  if (value !== undefined && retentionPeriods.includes(value)) return Duration.days(value);
  return refuse(key, `one of ${retentionPeriods.join(', ')}`, given);
};

const epochTakes =
  'a JSON array of {"from": RFC 3339 in UTC, on the hour, "shards": a power of two up to 64}, the first from 1970-01-01T00:00:00Z and each later than the one before';

/** Shard epochs, as JSON or as text that holds it; 4 shards from 1970 on where nothing is set. */
export const shardEpochs: Parse<readonly { readonly from: string; readonly shards: number }[]> = (
  key,
  given,
) => {
  if (given === undefined) return [{ from: '1970-01-01T00:00:00Z', shards: 4 }];
  const parsed = typeof given === 'string' ? jsonFrom(given) : given;
  if (!Array.isArray(parsed)) return refuse(key, epochTakes, given);
  const epochs = parsed.map((epoch: unknown) =>
    isShardEpoch(epoch)
      ? { from: epoch.from, shards: epoch.shards }
      : refuse(key, epochTakes, given),
  );
  const starts = epochs.map((epoch) => Date.parse(epoch.from));
  const rising = starts.every((start, index) => start > (starts[index - 1] ?? -1));
  return starts[0] === 0 && rising ? epochs : refuse(key, epochTakes, given);
};

const shardCounts: readonly unknown[] = [1, 2, 4, 8, 16, 32, 64];

function isShardEpoch(value: unknown): value is { from: string; shards: number } {
  if (typeof value !== 'object' || value === null) return false;
  const { from, shards } = value as { from?: unknown; shards?: unknown };
  return (
    typeof from === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/.test(from) &&
    !Number.isNaN(Date.parse(from)) &&
    shardCounts.includes(shards)
  );
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
