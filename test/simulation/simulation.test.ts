import { beforeAll, describe, expect, it } from '@jest/globals';
import { reproduction } from './report.ts';
import { type Outcome, pipeline } from './simulate.ts';
import { addStates, noneOf, states } from './states.ts';

/** A share that gets into every state from here on; `npm run sim` takes as many as it is given. */
const SEEDS = 50;
const FIRST = 401;
const TIMEOUT_MS = 120_000;

describe(`the pipeline, over ${SEEDS} seeds of faults`, () => {
  const broken: Outcome[] = [];
  const reached: Record<string, number> = noneOf(states);

  beforeAll(async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const outcome = await pipeline.simulate(seed);
      addStates(reached, outcome.states);
      if (outcome.violation !== undefined) broken.push(outcome);
    }
  }, TIMEOUT_MS);

  it('counts every accepted event once, loses none, and breaks no other rule', () => {
    const found = broken.map(({ seed, violation }) => ({
      again: reproduction(pipeline, seed, undefined),
      ...violation,
    }));

    expect(found).toEqual([]);
  });

  it.each(Object.entries(states))('got into the state "%s": %s', (name) => {
    expect(reached[name]).toBeGreaterThan(0);
  });
});

describe('a seed', () => {
  it('does the same every time, step by step', async () => {
    const [first, second] = [
      await pipeline.simulate(11, { trace: true }),
      await pipeline.simulate(11, { trace: true }),
    ];

    expect(first.trace.length).toBeGreaterThan(100);
    expect(second.trace).toEqual(first.trace);
    expect(second.states).toEqual(first.states);
  });

  it('does the same whether or not anybody looks on', async () => {
    const [seen, unseen] = [
      await pipeline.simulate(12, { trace: true }),
      await pipeline.simulate(12),
    ];

    expect(unseen.steps).toBe(seen.steps);
    expect(unseen.states).toEqual(seen.states);
  });

  it('does something else than another seed', async () => {
    const [one, other] = [
      await pipeline.simulate(13, { trace: true }),
      await pipeline.simulate(14, { trace: true }),
    ];

    expect(one.trace).not.toEqual(other.trace);
  });
});
