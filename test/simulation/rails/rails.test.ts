import { describeSimulation } from '../describe-simulation.ts';
import { rails } from './simulate.ts';

describeSimulation(rails, {
  of: 'rails',
  rule: 'collects nothing twice, forgets nothing, and books what Stripe has',
  seeds: 50,
  variable: 'RAIL_SEEDS',
});
