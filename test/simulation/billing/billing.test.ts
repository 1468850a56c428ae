import { beforeAll, describe, expect, it } from '@jest/globals';
import { reproduction } from '../report.ts';
import type { Outcome } from '../simulate.ts';
import { addStates, noneOf } from '../states.ts';
import { billing } from './simulate.ts';
import { billingStates, rareStates } from './states.ts';

const SEEDS_VARIABLE = 'BILLING_SEEDS';
/** Of the first 19, those that get into every state that any of them does, with the fewest steps. */
const FEWEST = [3, 5, 6, 8, 9, 10, 12, 13, 17, 18, 19];
const asked = process.env[SEEDS_VARIABLE];
const seeds =
  asked === undefined ? FEWEST : Array.from({ length: Number(asked) }, (_, index) => index + 1);
const SEEDS = seeds.length;
/** From so many seeds on each rare state is reached, too. */
const SEEDS_FOR_RARE = 300;
const TIMEOUT_MS = 3_600_000;

describe(`billing, over ${SEEDS} seeds of faults (${SEEDS_VARIABLE} for more)`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(billingStates);

  beforeAll(async () => {
    for (const seed of seeds) {
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
