import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedBillingBugs } from './mutants/planted-billing-bugs.ts';
import { billingStates } from './states.ts';
import { BillingWorld } from './world.ts';

/** From totals to the books. */
export const billing: Simulation = {
  name: 'billing',
  states: billingStates,
  bugs: plantedBillingBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedBillingBugs.find(({ name }) => name === bug);
    const world = new BillingWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
