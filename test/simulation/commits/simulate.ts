import { Dice } from '../dice.ts';
import { outcomeOf, type Simulation } from '../simulate.ts';
import { plantedCommitBugs } from './mutants/planted-commit-bugs.ts';
import { commitStates } from './states.ts';
import { CommitWorld } from './world.ts';

/** From what runs have taken to what accounts have claimed of a contract on a chain. */
export const commits: Simulation = {
  name: 'commits',
  states: commitStates,
  bugs: plantedCommitBugs,
  simulate: async (seed, { bug, trace = false } = {}) => {
    const planted = plantedCommitBugs.find(({ name }) => name === bug);
    const world = new CommitWorld(new Dice(seed), planted, trace);
    await world.run();
    return outcomeOf(seed, world);
  },
};
