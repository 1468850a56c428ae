import { Duration } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';

/** What one setting takes. */
export interface Kind<A> {
  /** As docs/settings.md says it. */
  readonly takes: string;
  /** As docs/settings.md says it; empty where nothing is set by default. */
  readonly byDefault: string;
  /**
   * `given` is undefined where nothing is set, a string from the command line, JSON from cdk.json, and what `parse`
   * itself answers from a program.
   */
  readonly parse: (key: string, given: unknown) => A;
}

/** All there is to say of one setting: docs/settings.md is held to it by a test. */
interface Setting<A> {
  /** The key in the context, which is the interface: it never changes. */
  readonly key: `farthing:${string}`;
  readonly kind: Kind<A>;
  readonly does: string;
}

/** The settings of one stage. */
export type Group = Readonly<Record<string, Setting<unknown>>>;

/** What a group comes to once it is read. */
export type SettingsOf<G extends Group> = {
  readonly [Name in keyof G]: G[Name] extends Setting<infer A> ? A : never;
};

/** Where settings come from: by the name of one, or by its key, what is given, and what messages call it. */
export interface Source {
  readonly given: (name: string, key: string) => unknown;
  readonly called: (name: string, key: string) => string;
}

/** The context of `node`: `cdk -c farthing:…=…`, or `context` in cdk.json. */
export const contextOf = (node: Node): Source => ({
  given: (_, key) => node.tryGetContext(key) as unknown,
  called: (_, key) => key,
});

/** Reads a group. Throws an Error that names the setting, what it takes and what it got. */
export const settingsIn = <G extends Group>({ given, called }: Source, group: G): SettingsOf<G> =>
  Object.fromEntries(
    Object.entries(group).map(([name, { key, kind }]) => [
      name,
      kind.parse(called(name, key), given(name, key)),
    ]),
  ) as SettingsOf<G>;

/** Throws an Error that says what a setting takes. */
export const refuse = (key: string, takes: string, given: unknown): never => {
  throw new Error(`set ${key} to ${takes}, got ${JSON.stringify(given)}`);
};

const wholeNumberFrom = (given: unknown): number | undefined => {
  if (typeof given === 'number' && Number.isSafeInteger(given)) return given;
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
};

/** A whole number from `min` to `max`, both included. */
export const wholeNumber = (min: number, max: number, byDefault: number): Kind<number> => ({
  takes: `${min} to ${max}`,
  byDefault: String(byDefault),
  parse: (key, given) => {
    if (given === undefined) return byDefault;
    const value = wholeNumberFrom(given);
    if (value !== undefined && value >= min && value <= max) return value;
    return refuse(key, `a whole number from ${min} to ${max}`, given);
  },
});

interface Unit {
  readonly make: (amount: number) => Duration;
  /** Not whole where a duration is no multiple of it. */
  readonly of: (duration: Duration) => number;
}

const durationIn =
  ({ make, of }: Unit) =>
  (min: number, max: number, byDefault: number): Kind<Duration> => {
    const number = wholeNumber(min, max, byDefault);
    const parse = (key: string, given: unknown) =>
      make(number.parse(key, given instanceof Duration ? of(given) : given));
    return { ...number, parse };
  };

const inDays = (duration: Duration): number => duration.toDays({ integral: false });

/** A whole number of seconds. */
export const seconds = durationIn({
  make: Duration.seconds,
  of: (duration) => duration.toSeconds({ integral: false }),
});

/** A whole number of minutes. */
export const minutes = durationIn({
  make: Duration.minutes,
  of: (duration) => duration.toMinutes({ integral: false }),
});

/** A whole number of days. */
export const days = durationIn({ make: Duration.days, of: inDays });

/** One of the given words; the first where nothing is set. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
): Kind<Words[number]> => ({
  takes: words.map((word) => `\`${word}\``).join(', '),
  byDefault: `\`${words[0]}\``,
  parse: (key, given) => {
    if (given === undefined) return words[0];
    return words.find((word) => word === given) ?? refuse(key, words.join(' or '), given);
  },
});

/** Yes or no, as JSON has it or as text. */
export const flag = (byDefault: boolean): Kind<boolean> => ({
  takes: '`true`, `false`',
  byDefault: `\`${byDefault}\``,
  parse: (key, given) => {
    if (given === undefined) return byDefault;
    const values = new Map<unknown, boolean>(
      [true, false].flatMap((is) => [
        [is, is],
        [String(is), is],
      ]),
    );
    return values.get(given) ?? refuse(key, 'true or false', given);
  },
});

/** The name of a stack, as CloudFormation takes it. */
export const stackName = (byDefault: string): Kind<string> => ({
  takes: 'a letter, then letters, digits and hyphens: 128 at most',
  byDefault: `\`${byDefault}\``,
  parse: (key, given) => {
    if (given === undefined) return byDefault;
    if (typeof given === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(given)) return given;
    return refuse(key, 'a letter, then letters, digits and hyphens, 128 at most', given);
  },
});

const TAG = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/iu;
const TAG_NAME_MAX = 128;
const TAG_VALUE_MAX = 256;
/** AWS takes 50 of a resource, and CloudFormation sets some. */
const TAGS_MAX = 40;

/** Names and values of tags, as a JSON object or as text that holds one. */
export const tags: Kind<Readonly<Record<string, string>>> = {
  takes: 'JSON',
  byDefault: '`{}`',
  parse: (key, given) => {
    if (given === undefined) return {};
    const parsed = typeof given === 'string' ? jsonFrom(given) : given;
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    const entries = isObject ? Object.entries(parsed as Record<string, unknown>) : [];
    const fits = entries.flatMap(([name, value]) =>
      typeof value === 'string' &&
      name !== '' &&
      name.length <= TAG_NAME_MAX &&
      value.length <= TAG_VALUE_MAX &&
      TAG.test(name) &&
      TAG.test(value)
        ? [[name, value] as const]
        : [],
    );
    if (isObject && fits.length === entries.length && fits.length <= TAGS_MAX) {
      return Object.fromEntries(fits);
    }
    return refuse(key, tagsTake, given);
  },
};

const tagsTake =
  'a JSON object of up to 40 tags, such as {"team": "billing"}, of letters, digits, blanks and _ . : / = + - @, without names that begin with aws:';

const ORIGIN =
  /^(?:https:\/\/(?:[a-z0-9-]+\.)*[a-z0-9-]+|http:\/\/(?:localhost|127\.0\.0\.1))(?::\d{1,5})?$/;
const ORIGINS_MAX = 20;

/** Origins as browsers send them, as a JSON array or as text with commas between. */
export const origins: Kind<readonly string[]> = {
  takes: 'origins, by commas',
  byDefault: '',
  parse: (key, given) => {
    if (given === undefined) return [];
    const list: readonly unknown[] =
      typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [undefined];
    const fits = list.filter((one): one is string => typeof one === 'string' && ORIGIN.test(one));
    if (fits.length === list.length && fits.length <= ORIGINS_MAX) return [...new Set(fits)];
    return refuse(
      key,
      `up to ${ORIGINS_MAX} origins in lower case, such as https://app.example.com or http://localhost:5173, without a path and without *`,
      given,
    );
  },
};

/** An email address, or nothing. */
export const email: Kind<string | undefined> = {
  takes: 'an address',
  byDefault: '',
  parse: (key, given) => {
    if (given === undefined) return undefined;
    if (typeof given === 'string' && /^[^\s@]+@[^\s@]+$/.test(given)) return given;
    return refuse(key, 'an email address', given);
  },
};

/** Where a page is: a path or a URL, without a fragment. */
export const page = (byDefault: string): Kind<string> => ({
  takes: 'a path or a URL',
  byDefault: `\`${byDefault}\``,
  parse: (key, given) => {
    if (given === undefined) return byDefault;
    if (typeof given === 'string' && /^[^\s#]{1,500}$/.test(given)) return given;
    return refuse(key, 'a path or a URL without a fragment', given);
  },
});

const retentionPeriods: readonly number[] = Object.values(RetentionDays).filter(
  (period): period is RetentionDays =>
    typeof period === 'number' && period !== RetentionDays.INFINITE,
);

/** A number of days that CloudWatch Logs offers as a retention period. */
export const logRetention: Kind<Duration> = {
  takes: 'the periods of CloudWatch Logs',
  byDefault: String(RetentionDays.ONE_MONTH),
  parse: (key, given) => {
    if (given === undefined) return Duration.days(RetentionDays.ONE_MONTH);
    const value = wholeNumberFrom(given instanceof Duration ? inDays(given) : given);
    if (value !== undefined && retentionPeriods.includes(value)) return Duration.days(value);
    return refuse(key, `one of ${retentionPeriods.join(', ')}`, given);
  },
};

/** From `from` on, a minute's usage log is split into `shards` logs per tenant. */
export interface ShardEpoch {
  /** RFC 3339, UTC, on the hour, because totals are kept by the hour. */
  readonly from: string;
  /** A power of two, at most 64. */
  readonly shards: number;
}

const epochTakes =
  'a JSON array of {"from": RFC 3339 in UTC, on the hour, "shards": a power of two up to 64}, the first from 1970-01-01T00:00:00Z and each later than the one before';

const fourShards: readonly ShardEpoch[] = [{ from: '1970-01-01T00:00:00Z', shards: 4 }];

/** Shard epochs, as JSON or as text that holds it; 4 shards from 1970 on where nothing is set. */
export const shardEpochs: Kind<readonly ShardEpoch[]> = {
  takes: 'JSON',
  byDefault: `\`${JSON.stringify(fourShards)}\``,
  parse: (key, given) => {
    if (given === undefined) return fourShards;
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
  },
};

const shardCounts: readonly unknown[] = [1, 2, 4, 8, 16, 32, 64];

function isShardEpoch(value: unknown): value is ShardEpoch {
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
