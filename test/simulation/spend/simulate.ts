import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedSpendBugs } from './mutants/planted-spend-bugs.ts';
import { spendStates } from './states.ts';
import { SpendWorld } from './world.ts';

/** From what is asked for to what is recorded. */
export const spend: Simulation = {
  name: 'spend',
  states: spendStates,
  bugs: plantedSpendBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedSpendBugs.find(({ name }) => name === bug);
    // Half of all seeds are as they were before there was a gate, and most as they were before there were passes.
    const isPassing = [5, 7].includes(seed % 8);
    const reads = { isTracing: trace, isReading: seed % 2 === 0, isPassing };
    const world = new SpendWorld(new Dice(seed), planted, reads);
    await world.run();
    return outcomeOf(seed, world);
  },
};
