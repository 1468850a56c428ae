import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedPayoutBugs } from './mutants/planted-payout-bugs.ts';
import { payoutStates } from './states.ts';
import { PayoutWorld } from './world.ts';

/** From what payees are owed to what a bank’s statements say was paid. */
export const payouts: Simulation = {
  name: 'payouts',
  states: payoutStates,
  bugs: plantedPayoutBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedPayoutBugs.find(({ name }) => name === bug);
    const world = new PayoutWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
