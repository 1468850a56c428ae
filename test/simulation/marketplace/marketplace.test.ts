import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { marketplace } from './simulate.ts';
import { marketplaceStates } from './states.ts';

const SEEDS_VARIABLE = 'MARKETPLACE_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '25');
const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

describe(`AWS Marketplace, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(marketplaceStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await marketplace.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('reports every unit once, or lists it, and books what AWS has accepted', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(marketplace, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(marketplaceStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('the simulation of AWS Marketplace', () => {
  it.each(marketplace.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({
        simulation: marketplace,
        bug: name,
        seedsMax: BUG_SEEDS_MAX,
      });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await marketplace.simulate(7, { trace: true }),
      await marketplace.simulate(7, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
});
