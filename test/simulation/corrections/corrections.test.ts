import { describeSimulation } from '../describe-simulation.ts';
import { corrections } from './simulate.ts';

describeSimulation(corrections, {
  of: 'corrections',
  rule: 'corrects each event once, and invoices with their adjustments come to a recount after it',
  seeds: 10,
  variable: 'CORRECTION_SEEDS',
});
