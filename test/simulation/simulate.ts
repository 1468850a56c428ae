import { Dice } from './dice.ts';
import type { Violation } from './journal.ts';
import type { PlantedBug } from './mutants/planted-bug.ts';
import type { StateCounts } from './states.ts';
import { World } from './world.ts';

/** What came of one seed. */
export interface Outcome {
  readonly seed: number;
  /** The first rule that was broken; undefined when all was well. */
  readonly violation: Violation | undefined;
  readonly states: StateCounts;
  readonly steps: number;
  /** Every step, where that was asked for. */
  readonly trace: readonly string[];
}

/** Runs one seed. The same seed and bug always do the same, step by step. */
export async function simulate(
  seed: number,
  { bug, trace = false }: { readonly bug?: PlantedBug | undefined; readonly trace?: boolean } = {},
): Promise<Outcome> {
  const world = new World(new Dice(seed), bug, trace);
  await world.run();
  const { journal, scheduler } = world;
  return {
    seed,
    violation: journal.violation,
    states: journal.states,
    steps: scheduler.now,
    trace: journal.lines,
  };
}
