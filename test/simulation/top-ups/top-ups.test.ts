import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { topUps } from './simulate.ts';
import { topUpStates } from './states.ts';

const SEEDS_VARIABLE = 'TOP_UP_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '30');
const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

describe(`topUps, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(topUpStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await topUps.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('puts into wallets what came, once, and pays back what was there, once', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(topUps, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(topUpStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('the simulation of top-ups', () => {
  it('leaves all that is owed in the wallet where money came again, went by hand, and a refund is refused', async () => {
    const { violation } = await topUps.simulate(669);

    expect(violation).toBeUndefined();
  });

  it.each(topUps.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({
        simulation: topUps,
        bug: name,
        seedsMax: BUG_SEEDS_MAX,
      });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await topUps.simulate(7, { trace: true }),
      await topUps.simulate(7, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
});
