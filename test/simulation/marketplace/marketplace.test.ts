import { describeSimulation } from '../describe-simulation.ts';
import { marketplace } from './simulate.ts';

describeSimulation(marketplace, {
  of: 'AWS Marketplace',
  rule: 'reports every unit once, or lists it, and books what AWS has accepted',
  seeds: 25,
  variable: 'MARKETPLACE_SEEDS',
});
