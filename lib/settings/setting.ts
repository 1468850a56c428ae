import { Duration } from 'aws-cdk-lib';
import type { Node } from 'constructs';

/** What one setting takes. */
export interface Kind<A> {
  /** As docs/settings.md says it. */
  readonly takes: string;
  /** As docs/settings.md says it; empty where nothing is set by default. */
  readonly byDefault: string;
  /**
   * `given` is undefined where nothing is set, a string from the command line, JSON from cdk.json, and from a program
   * what `parse` itself answers.
   */
  readonly parse: (called: string, given: unknown) => A;
  /** The same of what a program gives, where that is not read as the context is. */
  readonly parseProp?: (called: string, given: unknown) => A;
  /** How the prop of a program says an amount, where it is not a number; `1 day`. */
  readonly propText?: (amount: number) => string;
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

/** What is given of a setting, by whom, and what messages call it there. */
interface Given {
  readonly called: string;
  readonly value: unknown;
  readonly by: 'context' | 'program';
}

/** Where settings come from: what is given of one, by its name or its key. */
export type Source = (name: string, key: string) => Given;

/** The context of `node`: `cdk -c farthing:…=…`, or `context` in cdk.json. */
export const contextOf =
  (node: Node): Source =>
  (_, key) => ({ called: key, value: node.tryGetContext(key), by: 'context' });

/** The props of a program. */
export const propsOf =
  (values: ReadonlyMap<string, unknown>): Source =>
  (name) => ({ called: name, value: values.get(name), by: 'program' });

/** Reads a group. Throws an Error that names the setting, what it takes and what it got. */
export const settingsIn = <G extends Group>(source: Source, group: G): SettingsOf<G> =>
  Object.fromEntries(
    Object.entries(group).map(([name, { key, kind }]) => [
      name,
      settingFrom(kind, source(name, key)),
    ]),
  ) as SettingsOf<G>;

function settingFrom<A>({ parse, parseProp = parse }: Kind<A>, { called, value, by }: Given): A {
  return by === 'program' ? parseProp(called, value) : parse(called, value);
}

/** Throws an Error that says what a setting takes. */
export const refuse = (called: string, takes: string, given: unknown): never => {
  throw new Error(`set ${called} to ${takes}, got ${textOf(given)}`);
};

function textOf(given: unknown): string {
  if (given instanceof Duration) return given.toHumanString();
  try {
    return JSON.stringify(given);
  } catch {
    // What refers to itself, and integers of any size.
    return String(given);
  }
}

export const wholeNumberFrom = (given: unknown): number | undefined => {
  if (typeof given === 'number' && Number.isSafeInteger(given)) return given;
  return typeof given === 'string' && /^\d{1,9}$/.test(given) ? Number(given) : undefined;
};

/** A whole number from `min` to `max`, both included. */
export const wholeNumber = (min: number, max: number, byDefault: number): Kind<number> => ({
  takes: `${min} to ${max}`,
  byDefault: String(byDefault),
  parse: (called, given) => {
    if (given === undefined) return byDefault;
    const value = wholeNumberFrom(given);
    if (value !== undefined && value >= min && value <= max) return value;
    return refuse(called, `a whole number from ${min} to ${max}`, given);
  },
});

/** One of the given words; the first where nothing is set. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  words: Words,
): Kind<Words[number]> => ({
  takes: words.map((word) => `\`${word}\``).join(', '),
  byDefault: `\`${words[0]}\``,
  parse: (called, given) => {
    if (given === undefined) return words[0];
    return words.find((word) => word === given) ?? refuse(called, words.join(' or '), given);
  },
});

/** Yes or no, as JSON has it or as text. */
export const flag = (byDefault: boolean): Kind<boolean> => ({
  takes: '`true`, `false`',
  byDefault: `\`${byDefault}\``,
  parse: (called, given) => {
    if (given === undefined) return byDefault;
    const values = new Map<unknown, boolean>(
      [true, false].flatMap((is) => [
        [is, is],
        [String(is), is],
      ]),
    );
    return values.get(given) ?? refuse(called, 'true or false', given);
  },
});

/** The name of a stack, as CloudFormation takes it. */
export const stackName = (byDefault: string): Kind<string> => ({
  takes: 'a letter, then letters, digits and hyphens: 128 at most',
  byDefault: `\`${byDefault}\``,
  parse: (called, given) => {
    if (given === undefined) return byDefault;
    if (typeof given === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(given)) return given;
    return refuse(called, 'a letter, then letters, digits and hyphens, 128 at most', given);
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
  parse: (called, given) => {
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
    return refuse(called, tagsTake, given);
  },
};

const tagsTake =
  'a JSON object of up to 40 tags, such as {"team": "billing"}, of letters, digits, blanks and _ . : / = + - @, without names that begin with aws:';

/** An email address, or nothing. */
export const email: Kind<string | undefined> = {
  takes: 'an address',
  byDefault: '',
  parse: (called, given) => {
    if (given === undefined) return undefined;
    if (typeof given === 'string' && /^[^\s@]+@[^\s@]+$/.test(given)) return given;
    return refuse(called, 'an email address', given);
  },
};

/** Where a page is: a path or a URL, without a fragment. */
export const page = (byDefault: string): Kind<string> => ({
  takes: 'a path or a URL',
  byDefault: `\`${byDefault}\``,
  parse: (called, given) => {
    if (given === undefined) return byDefault;
    if (typeof given === 'string' && /^[^\s#]{1,500}$/.test(given)) return given;
    return refuse(called, 'a path or a URL without a fragment', given);
  },
});

/** Text as JSON; undefined for what is none. */
export function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
