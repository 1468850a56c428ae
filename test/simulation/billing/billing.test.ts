import { beforeAll, describe, expect, it } from '@jest/globals';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { billing } from './simulate.ts';
import { billingStates, rareStates } from './states.ts';

const SEEDS_VARIABLE = 'BILLING_SEEDS';
const SEEDS = Number(process.env[SEEDS_VARIABLE] ?? '19');
/** From so many seeds on each rare state is reached, too. */
const SEEDS_FOR_RARE = 300;
const TIMEOUT_MS = 3_600_000;

describe(`billing, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(billingStates);

  beforeAll(async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await billing.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('bills all that was used once and to the last place, and breaks no other rule', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(billing, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  const wanted = Object.entries(billingStates).filter(
    ([name]) => SEEDS >= SEEDS_FOR_RARE || !(name in rareStates),
  );

  it.each(wanted)('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('a seed of billing', () => {
  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await billing.simulate(6, { trace: true }),
      await billing.simulate(6, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(100);
    expect(second.trace).toEqual(first.trace);
    expect(second.states).toEqual(first.states);
  });
});
