/** A seeded generator of numbers from 0 to 1 (mulberry32): the same seed, the same run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Lets tasks that run at the same time take turns, in an order that the seed decides. */
export class Turns {
  readonly random: () => number;
  readonly #waiting: (() => void)[] = [];

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  /** Resolves when it is this caller's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Runs the tasks to their end, one turn at a time. */
  async run(tasks: readonly Promise<unknown>[]): Promise<void> {
    let settled: readonly PromiseSettledResult<unknown>[] | undefined;
    const all = Promise.allSettled(tasks).then((results) => {
      settled = results;
    });
    const isDone = (): boolean => settled !== undefined;
    while (!isDone()) {
      await new Promise((resolve) => setImmediate(resolve));
      const index = Math.floor(this.random() * this.#waiting.length);
      this.#waiting.splice(index, 1)[0]?.();
    }
    await all;
    for (const task of settled ?? []) {
      if (task.status === 'rejected') throw task.reason as Error;
    }
  }
}
