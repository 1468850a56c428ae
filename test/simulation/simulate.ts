import { Dice } from './dice.ts';
import type { Violation } from './journal.ts';
import { plantedBugs } from './mutants/planted-bugs.ts';
import type { StateCounts, StateTexts } from './states.ts';
import { states } from './states.ts';
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

/** How to run a seed: as it is or with a planted bug, by its name, and whether to write down every step. */
interface SeedOptions {
  readonly bug?: string | undefined;
  readonly trace?: boolean;
}

/** A part of the system under all that may go wrong around it. */
export interface Simulation {
  /** As `--world` names it. */
  readonly name: string;
  /** What it has to get into. */
  readonly states: StateTexts;
  /** Every mistake that it must find. */
  readonly bugs: readonly { readonly name: string; readonly says: string }[];
  /** Runs one seed. The same seed and bug always do the same, step by step. */
  readonly simulate: (seed: number, options?: SeedOptions) => Promise<Outcome>;
}

/** From events that are sent to totals. */
export const pipeline: Simulation = {
  name: 'pipeline',
  states,
  bugs: plantedBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedBugs.find(({ name }) => name === bug);
    const world = new World(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};

/** What came of a world that has been run. */
export const outcomeOf = (
  seed: number,
  {
    journal,
    scheduler,
  }: {
    readonly journal: {
      readonly violation: Violation | undefined;
      readonly states: StateCounts;
      readonly lines: readonly string[];
    };
    readonly scheduler: { readonly now: number };
  },
): Outcome => ({
  seed,
  violation: journal.violation,
  states: journal.states,
  steps: scheduler.now,
  trace: journal.lines,
});
