import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedCorrectionBugs } from './mutants/planted-correction-bugs.ts';
import { correctionStates } from './states.ts';
import { CorrectionWorld } from './world.ts';

/** From what is corrected to what is billed. */
export const corrections: Simulation = {
  name: 'corrections',
  states: correctionStates,
  bugs: plantedCorrectionBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedCorrectionBugs.find(({ name }) => name === bug);
    const world = new CorrectionWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
