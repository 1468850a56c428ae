import type { Dice } from './dice.ts';

/** One sandbox that runs a function, or one client: what can die by itself. */
export class Process {
  readonly name: string;
  /** Whether every call takes it longer than it takes others. */
  isSlow = false;
  #isAlive = true;
  readonly #onDeath: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  onDeath(tell: () => void): void {
    this.#onDeath.push(tell);
  }

  die(): void {
    this.#isAlive = false;
    for (const tell of this.#onDeath) tell();
  }
}

/** Something that is going to happen. */
export interface Step {
  /** Whose it is; what belongs to nobody cannot be crashed. */
  readonly process: Process | undefined;
  readonly notBefore: number;
  readonly run: () => void;
  /** Told when the process dies before this happens. */
  readonly onCrash: (() => void) | undefined;
}

/** What a process asks for when it waits its turn. */
export interface Turn {
  /** How many steps of others it is to be held up by, at least. */
  readonly heldUp: number;
  readonly onCrash?: () => void;
}

/**
 * Decides what happens next. Whoever does I/O waits here for a turn, and exactly one step is taken at a time, by the
 * dice: so the seed alone decides how processes interleave. A process that has died never gets another turn.
 */
export class Scheduler {
  readonly #dice: Dice;
  #steps: Step[] = [];
  #now = 0;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  /** Steps taken so far. */
  get now(): number {
    return this.#now;
  }

  get isIdle(): boolean {
    return this.#steps.length === 0;
  }

  /** Resolves when it is this process's turn; never, when it dies first. */
  turn(process: Process, { heldUp, onCrash }: Turn): Promise<void> {
    return new Promise((resolve) => {
      if (!process.isAlive) return;
      this.#steps.push({ process, notBefore: this.#now + heldUp, run: resolve, onCrash });
    });
  }

  /** Does something after so many more steps, whoever has died by then. */
  later(steps: number, run: () => void): void {
    this.#steps.push({ process: undefined, notBefore: this.#now + steps, run, onCrash: undefined });
  }

  /** The step to take now, taken out; undefined when everything waits for a later one. */
  draw(): Step | undefined {
    this.#now += 1;
    const ready = this.#steps.filter(({ notBefore }) => notBefore <= this.#now);
    const step = ready[this.#dice.below(ready.length)];
    if (step !== undefined) this.#steps.splice(this.#steps.indexOf(step), 1);
    return step;
  }

  /** Nothing happens for the time of a step. */
  pass(): void {
    this.#now += 1;
  }

  /** Nothing happens until the next step that waits can be taken. */
  passIdle(): void {
    const next = this.#steps.reduce(
      (soonest, { notBefore }) => Math.min(soonest, notBefore),
      Infinity,
    );
    if (next < Infinity) this.#now = Math.max(this.#now, next - 1);
  }

  /** Ends a process: nothing that it waited for happens, nor the step that was drawn for it. */
  crash(process: Process, drawn: readonly Step[] = []): void {
    const lost = this.#steps.filter((step) => step.process === process);
    this.#steps = this.#steps.filter((step) => step.process !== process);
    for (const { onCrash } of [...drawn, ...lost]) onCrash?.();
    process.die();
  }

  /** Hours go by: every process has timed out by then, and what was on its way has arrived. */
  letAllEnd(): void {
    const processes = new Set(this.#steps.map(({ process }) => process));
    for (const process of processes) {
      if (process !== undefined) this.crash(process);
    }
    const left = this.#steps;
    this.#steps = [];
    for (const { run } of left) run();
  }
}

/** Resolves when everybody has come as far as they can without another turn. */
export const everybodyWaits = (): Promise<void> =>
  new Promise((resolve) => {
    // A tick comes after all promise reactions there are, and those they cause.
    process.nextTick(resolve);
  });
