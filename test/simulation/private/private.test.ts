import { describeSimulation } from '../describe-simulation.ts';
import { privatePasses } from './simulate.ts';

describeSimulation(privatePasses, {
  of: 'private passes',
  rule: 'sign what is paid, use each token once, lose none, and have all money in invoices or earned at the end',
  seeds: 12,
  variable: 'PRIVATE_SEEDS',
});
