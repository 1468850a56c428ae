import { describeSimulation } from '../describe-simulation.ts';
import { spend } from './simulate.ts';

describeSimulation(spend, {
  of: 'spend',
  rule: 'spends nothing over a cap or twice, refuses nothing that fits, and records what was captured',
  seeds: 24,
  variable: 'SPEND_SEEDS',
});
