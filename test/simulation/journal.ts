import { noneOf, type StateCounts, type StateTexts } from './states.ts';

/** Something that must never be, was. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
  /** Text that the trace's lines about it have in them. */
  readonly about: string;
}

/** What a run did: the states it reached, what it broke, and, if asked to, every step. */
export class Journal<Name extends string> {
  readonly #states: Record<Name, number>;
  readonly #lines: string[] | undefined;
  #violation: Violation | undefined;

  constructor(states: StateTexts<Name>, isTracing: boolean) {
    this.#states = noneOf(states);
    this.#lines = isTracing ? [] : undefined;
  }

  get states(): StateCounts<Name> {
    return this.#states;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  /** The first rule that was broken: what follows from it says no more. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  reached(state: Name): void {
    this.#states[state] += 1;
  }

  /** The line is made only where somebody will read it. */
  note(line: () => string): void {
    this.#lines?.push(line());
  }

  violated(violation: Violation): void {
    this.#violation ??= violation;
    this.note(() => `VIOLATION ${violation.rule}: ${violation.detail}`);
  }
}

/** What is told what happens, of a journal that knows at least these states. */
export type Notes<Name extends string> = Pick<Journal<Name>, 'reached' | 'note'>;
