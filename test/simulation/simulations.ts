import { billing } from './billing/simulate.ts';
import { commits } from './commits/simulate.ts';
import { corrections } from './corrections/simulate.ts';
import { marketplace } from './marketplace/simulate.ts';
import { payouts } from './payouts/simulate.ts';
import { privatePasses } from './private/simulate.ts';
import { rails } from './rails/simulate.ts';
import { sepa } from './sepa/simulate.ts';
import { pipeline, type Simulation } from './simulate.ts';
import { spend } from './spend/simulate.ts';
import { topUps } from './top-ups/simulate.ts';

/** Every simulation there is. */
export const simulations: readonly Simulation[] = [
  pipeline,
  billing,
  rails,
  sepa,
  spend,
  topUps,
  payouts,
  commits,
  privatePasses,
  corrections,
  marketplace,
];
