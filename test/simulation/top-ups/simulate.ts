import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedTopUpBugs } from './mutants/planted-top-up-bugs.ts';
import { topUpStates } from './states.ts';
import { TopUpsWorld } from './world.ts';

/** Money into wallets and out of them, over a rail. */
export const topUps: Simulation = {
  name: 'top-ups',
  states: topUpStates,
  bugs: plantedTopUpBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedTopUpBugs.find(({ name }) => name === bug);
    const world = new TopUpsWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
