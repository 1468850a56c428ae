import { noStates, type State, type StateCounts } from './states.ts';

/** Something that must never be, was. */
export interface Violation {
  readonly rule: string;
  readonly detail: string;
  /** Text that the trace's lines about it have in them. */
  readonly about: string;
}

/** What a run did: the states it reached, what it broke, and, if asked to, every step. */
export class Journal {
  readonly #states = noStates();
  readonly #lines: string[] | undefined;
  #violation: Violation | undefined;

  constructor(isTracing: boolean) {
    this.#lines = isTracing ? [] : undefined;
  }

  get states(): StateCounts {
    return this.#states;
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  /** The first rule that was broken: what follows from it says no more. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  reached(state: State): void {
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
