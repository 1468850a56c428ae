import { describeSimulation } from '../describe-simulation.ts';
import { commits } from './simulate.ts';

describeSimulation(commits, {
  of: 'commits',
  rule: 'gives each account once what was taken for it, settles what is final, and has roots that are what the books say',
  seeds: 20,
  variable: 'COMMIT_SEEDS',
});
