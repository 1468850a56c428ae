import { describeSimulation } from '../describe-simulation.ts';
import { payouts } from './simulate.ts';

describeSimulation(payouts, {
  of: 'payouts',
  rule: 'pays nobody twice, forgets nobody, and books what the bank has',
  seeds: 20,
  variable: 'PAYOUT_SEEDS',
});
