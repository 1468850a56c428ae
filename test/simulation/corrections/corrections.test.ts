import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { corrections } from './simulate.ts';
import { correctionStates } from './states.ts';

const SEEDS_VARIABLE = 'CORRECTION_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '6');
const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

describe(`corrections, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(correctionStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await corrections.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('corrects each event once, and invoices with their adjustments come to a recount after it', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(corrections, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(correctionStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('the simulation of corrections', () => {
  it.each(corrections.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({
        simulation: corrections,
        bug: name,
        seedsMax: BUG_SEEDS_MAX,
      });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await corrections.simulate(7, { trace: true }),
      await corrections.simulate(7, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
});
