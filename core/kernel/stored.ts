import { InvariantViolation, invariant } from './invariant.ts';
import { isMonth, type Month } from './month.ts';

/**
 * An object that we stored or queued ourselves, read member by member. Where it is not as it was written, nobody who
 * asked is wrong: an `InvariantViolation` says what of what is not as it must be.
 */
export class StoredObject {
  readonly #members: ReadonlyMap<string, unknown>;
  readonly #what: string;

  /** `what` names it in messages, such as `a message of the billing queue`. */
  constructor(value: unknown, what: string) {
    invariant(
      typeof value === 'object' && value !== null && !Array.isArray(value),
      `${what} is an object, got ${shortText(value)}`,
    );
    this.#members = new Map(Object.entries(value));
    this.#what = what;
  }

  /**
   * What was written before there were versions says none, and is version 1. A later one than `latest` is not read.
   * `name` is the member that says it.
   */
  version(latest: number, name = 'version'): number {
    const version = this.has(name) ? this.integer(name) : 1;
    invariant(version <= latest, `${this.#what} is of version ${latest} at most, got ${version}`);
    return version;
  }

  has(name: string): boolean {
    return this.#members.get(name) !== undefined;
  }

  /** As it is, to be read by whoever knows what it is. */
  value(name: string): unknown {
    return this.#members.get(name);
  }

  text(name: string): string {
    const value = this.#members.get(name);
    if (typeof value !== 'string') throw this.#fault(name, 'a text');
    return value;
  }

  month(name: string): Month {
    const value = this.text(name);
    if (isMonth(value)) return value;
    throw this.#fault(name, 'a month');
  }

  integer(name: string): number {
    const value = this.#members.get(name);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw this.#fault(name, 'a whole number');
  }

  flag(name: string): boolean {
    const value = this.#members.get(name);
    if (typeof value !== 'boolean') throw this.#fault(name, 'true or false');
    return value;
  }

  /** A text, one of those named. */
  oneOf<const Name extends string>(name: string, names: readonly Name[]): Name {
    const value = names.find((known) => known === this.#members.get(name));
    if (value === undefined) throw this.#fault(name, `one of ${names.join(', ')}`);
    return value;
  }

  object(name: string): StoredObject {
    return new StoredObject(this.#members.get(name), `${name} of ${this.#what}`);
  }

  objects(name: string): readonly StoredObject[] {
    return this.list(name).map((item) => new StoredObject(item, `one of ${name} of ${this.#what}`));
  }

  texts(name: string): readonly string[] {
    return textsIn(this.list(name), `${name} of ${this.#what}`);
  }

  /** An object whose members are lists of texts, under whatever names. */
  textLists(name: string): Readonly<Record<string, readonly string[]>> {
    const lists = new StoredObject(this.#members.get(name), `${name} of ${this.#what}`);
    return Object.fromEntries([...lists.#members.keys()].map((each) => [each, lists.texts(each)]));
  }

  /** Its items as they are, to be read by whoever knows what they are. */
  list(name: string): readonly unknown[] {
    const value = this.#members.get(name);
    if (!Array.isArray(value)) throw this.#fault(name, 'a list');
    return value;
  }

  #fault(name: string, expected: string): InvariantViolation {
    const got = shortText(this.#members.get(name));
    return new InvariantViolation(`${name} of ${this.#what} is ${expected}, got ${got}`);
  }
}

/** The object that a stored or queued text holds; `what` names it in messages. */
export const storedObjectFrom = (text: string, what: string): StoredObject =>
  new StoredObject(storedJsonFrom(text, what), what);

/** The JSON value that a stored or queued text holds. Throws `InvariantViolation` where it is no JSON. */
export function storedJsonFrom(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvariantViolation(`${what} is JSON, got ${shortText(text)}: ${error.message}`);
  }
}

/** A stored list; `what` names it in messages. */
export function listIn(value: unknown, what: string): readonly unknown[] {
  invariant(Array.isArray(value), `${what} is a list`);
  return value;
}

/** A stored list of texts; `what` names it in messages. */
export function textsIn(value: unknown, what: string): readonly string[] {
  return listIn(value, what).map((item) => {
    invariant(typeof item === 'string', `${what} has only texts, got ${typeof item}`);
    return item;
  });
}

/** A value as far as a message shows it. */
const shortText = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
