import { describe, expect, it } from '@jest/globals';
import { describeSimulation } from '../describe-simulation.ts';
import { topUps } from './simulate.ts';

describeSimulation(topUps, {
  of: 'top-ups',
  rule: 'puts into wallets what came, once, and pays back what was there, once',
  seeds: 30,
  variable: 'TOP_UP_SEEDS',
});

describe('a seed of top-ups', () => {
  it('leaves all that is owed in the wallet where money came again, went by hand, and a refund is refused', async () => {
    const { violation } = await topUps.simulate(669);

    expect(violation).toBeUndefined();
  });
});
