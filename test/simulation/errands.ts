import type { Surroundings } from './run-context.ts';
import { Process } from './scheduler.ts';

const RETRY_STEPS_MAX = 60;

export interface Task {
  readonly name: string;
  /** Whether it may be left undone after a failure, for nothing is broken then. */
  readonly mayGiveUp: boolean;
}

/** What people and programs outside do: again and again, until an answer comes back. */
export class Errands {
  readonly #surroundings: Surroundings;
  #started = 0;
  #busy = 0;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Does something in a sandbox of its own, again and again until an answer comes back. */
  untilDone(task: Task, work: (process: Process) => Promise<void>): void {
    this.#busy += 1;
    this.#started += 1;
    const numbered = { ...task, name: `${task.name}-${this.#started}` };
    void this.#tryUntilDone(numbered, work).then(() => {
      this.#busy -= 1;
    });
  }

  async #tryUntilDone(
    { name, mayGiveUp }: Task,
    work: (process: Process) => Promise<void>,
  ): Promise<void> {
    const { dice, journal, network, scheduler } = this.#surroundings;
    for (;;) {
      const isDone = await this.#answered(new Process(name), work);
      if (isDone && !dice.chance(network.faults.httpLost)) return;
      if (mayGiveUp && dice.chance(network.faults.clientGivesUp)) {
        journal.reached('client gave up');
        return;
      }
      journal.reached('client retried');
      await new Promise<void>((resolve) => {
        scheduler.later(dice.below(RETRY_STEPS_MAX), resolve);
      });
    }
  }

  /** Whether the work ended well; not when its process died. */
  #answered(process: Process, work: (process: Process) => Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      process.onDeath(() => {
        resolve(false);
      });
      work(process).then(
        () => {
          resolve(true);
        },
        (error: unknown) => {
          this.#surroundings.journal.note(() => `${process.name} failed: ${String(error)}`);
          resolve(false);
        },
      );
    });
  }
}
