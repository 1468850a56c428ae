import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedMarketplaceBugs } from './mutants/planted-marketplace-bugs.ts';
import { marketplaceStates } from './states.ts';
import { MarketplaceWorld } from './world.ts';

/** From what is used to what AWS bills, and what the books have of it. */
export const marketplace: Simulation = {
  name: 'marketplace',
  states: marketplaceStates,
  bugs: plantedMarketplaceBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedMarketplaceBugs.find(({ name }) => name === bug);
    const world = new MarketplaceWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
