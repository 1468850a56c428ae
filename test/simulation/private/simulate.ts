import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedPrivateBugs } from './mutants/planted-private-bugs.ts';
import { privateStates } from './states.ts';
import { PrivateWorld } from './world.ts';

/** From money of wallets to private tokens, what they are used for, and what becomes of the rest. */
export const privatePasses: Simulation = {
  name: 'private',
  states: privateStates,
  bugs: plantedPrivateBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedPrivateBugs.find(({ name }) => name === bug);
    const world = new PrivateWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
