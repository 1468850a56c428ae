import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { sepa } from './simulate.ts';
import { sepaStates } from './states.ts';

const SEEDS_VARIABLE = 'SEPA_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '20');
const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

describe(`direct debits, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(sepaStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await sepa.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('collects nothing twice, forgets nothing, and books what the bank has', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(sepa, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(sepaStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('the simulation of direct debits', () => {
  it.each(sepa.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({ simulation: sepa, bug: name, seedsMax: BUG_SEEDS_MAX });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await sepa.simulate(7, { trace: true }),
      await sepa.simulate(7, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
});
