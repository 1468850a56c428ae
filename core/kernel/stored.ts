import { invariant } from './invariant.ts';

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
      `${what} is an object, got ${JSON.stringify(value)?.slice(0, 80) ?? 'nothing'}`,
    );
    this.#members = new Map(Object.entries(value));
    this.#what = what;
  }

  /** What was written before there were versions says none, and is version 1. A later one than `latest` is not read. */
  version(latest: number): number {
    const version = this.has('version') ? this.integer('version') : 1;
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
    invariant(typeof value === 'string', this.#fault(name, 'a text', value));
    return value;
  }

  integer(name: string): number {
    const value = this.#members.get(name);
    invariant(
      typeof value === 'number' && Number.isSafeInteger(value),
      this.#fault(name, 'a whole number', value),
    );
    return value;
  }

  flag(name: string): boolean {
    const value = this.#members.get(name);
    invariant(typeof value === 'boolean', this.#fault(name, 'true or false', value));
    return value;
  }

  /** A text, one of those named. */
  oneOf<const Name extends string>(name: string, names: readonly Name[]): Name {
    const value = names.find((known) => known === this.#members.get(name));
    invariant(
      value !== undefined,
      this.#fault(name, `one of ${names.join(', ')}`, this.#members.get(name)),
    );
    return value;
  }

  objects(name: string): readonly StoredObject[] {
    return this.#list(name).map(
      (item) => new StoredObject(item, `one of ${name} of ${this.#what}`),
    );
  }

  texts(name: string): readonly string[] {
    return textsIn(this.#list(name), `${name} of ${this.#what}`);
  }

  #list(name: string): readonly unknown[] {
    const value = this.#members.get(name);
    invariant(Array.isArray(value), this.#fault(name, 'a list', value));
    return value;
  }

  #fault(name: string, expected: string, value: unknown): string {
    return `${name} of ${this.#what} is ${expected}, got ${JSON.stringify(value)?.slice(0, 80) ?? 'nothing'}`;
  }
}

/** A stored list of texts; `what` names it in messages. */
export function textsIn(value: unknown, what: string): readonly string[] {
  invariant(Array.isArray(value), `${what} is a list`);
  return value.map((item: unknown) => {
    invariant(typeof item === 'string', `${what} has only texts, got ${typeof item}`);
    return item;
  });
}
