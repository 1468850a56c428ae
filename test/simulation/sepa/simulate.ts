import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedSepaBugs } from './mutants/planted-sepa-bugs.ts';
import { sepaStates } from './states.ts';
import { SepaWorld } from './world.ts';

/** From what is due to what a bank’s statements say became of it. */
export const sepa: Simulation = {
  name: 'sepa',
  states: sepaStates,
  bugs: plantedSepaBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedSepaBugs.find(({ name }) => name === bug);
    const world = new SepaWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
