import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { commits } from './simulate.ts';
import { commitStates } from './states.ts';

const SEEDS_VARIABLE = 'COMMIT_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '20');
const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

describe(`commits, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(commitStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await commits.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('gives each account once what was taken for it, settles what is final, and has roots that are what the books say', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(commits, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(commitStates))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('the simulation of commits', () => {
  it.each(commits.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({
        simulation: commits,
        bug: name,
        seedsMax: BUG_SEEDS_MAX,
      });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await commits.simulate(7, { trace: true }),
      await commits.simulate(7, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(20);
    expect(second.trace).toEqual(first.trace);
  });
});
