import { flowBugs } from './flow-bugs.ts';
import { frontBugs } from './front-bugs.ts';
import { logBugs } from './log-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { queueBugs } from './queue-bugs.ts';
import { rollupBugs } from './rollup-bugs.ts';
import { saltBugs } from './salt-bugs.ts';
import { totalsBugs } from './totals-bugs.ts';

/** Every mistake that the simulation must find. */
export const plantedBugs: readonly PlantedBug[] = [
  ...logBugs,
  ...queueBugs,
  ...totalsBugs,
  ...rollupBugs,
  ...frontBugs,
  ...flowBugs,
  ...saltBugs,
];
