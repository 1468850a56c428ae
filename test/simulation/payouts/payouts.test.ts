import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { payouts } from './simulate.ts';
import { payoutStates } from './states.ts';

const SEEDS_VARIABLE = 'PAYOUT_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '20');
const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

describe(`payouts, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(payoutStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await payouts.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('pays nobody twice, forgets nobody, and books what the bank has', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(payouts, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(payoutStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('the simulation of payouts', () => {
  it.each(payouts.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({
        simulation: payouts,
        bug: name,
        seedsMax: BUG_SEEDS_MAX,
      });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await payouts.simulate(7, { trace: true }),
      await payouts.simulate(7, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
});
