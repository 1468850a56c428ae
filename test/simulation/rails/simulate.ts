import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedRailBugs } from './mutants/planted-rail-bugs.ts';
import { railStates } from './states.ts';
import { RailsWorld } from './world.ts';

/** From what is due to what has come. */
export const rails: Simulation = {
  name: 'rails',
  states: railStates,
  bugs: plantedRailBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedRailBugs.find(({ name }) => name === bug);
    const world = new RailsWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
