import { describeSimulation } from '../describe-simulation.ts';
import { sepa } from './simulate.ts';

describeSimulation(sepa, {
  of: 'direct debits',
  rule: 'collects nothing twice, forgets nothing, and books what the bank has',
  seeds: 20,
  variable: 'SEPA_SEEDS',
});
