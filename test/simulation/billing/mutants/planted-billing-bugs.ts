import { booksBugs } from './books-bugs.ts';
import { moneyBugs } from './money-bugs.ts';
import type { PlantedBillingBug } from './planted-billing-bug.ts';
import { repeatsBugs } from './repeats-bugs.ts';
import { runBugs } from './run-bugs.ts';
import { signsBugs } from './signs-bugs.ts';
import { termsBugs } from './terms-bugs.ts';

/** Every mistake that the simulation must find. */
export const plantedBillingBugs: readonly PlantedBillingBug[] = [
  ...booksBugs,
  ...runBugs,
  ...termsBugs,
  ...repeatsBugs,
  ...signsBugs,
  ...moneyBugs,
];
