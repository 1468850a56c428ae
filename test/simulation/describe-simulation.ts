import { beforeAll, describe, expect, it } from '@jest/globals';
import { firstFinding } from './known-seeds.ts';
import { reproduction } from './report.ts';
import type { Outcome, Simulation } from './simulate.ts';
import { addStates, noneOf } from './states.ts';

const BUG_SEEDS_MAX = 300;
const TIMEOUT_MS = 3_600_000;

/** What a test of a simulation says of it. */
interface Described {
  /** What it simulates, as sentences name it. */
  readonly of: string;
  /** What no seed may break, as a sentence. */
  readonly rule: string;
  /** So many run where `variable` of the environment says nothing else: enough to get into every state. */
  readonly seeds: number;
  readonly variable: string;
}

/** Runs a share of the seeds, and each planted bug until a seed finds it. */
export function describeSimulation(
  simulation: Simulation,
  { of, rule, seeds, variable }: Described,
): void {
  const count = Number(process.env[variable] ?? seeds);

  describe(`${of}, over ${count} seeds of faults (${variable} for more)`, () => {
    const broken: Outcome[] = [];
    const reached: Record<string, number> = noneOf(simulation.states);

    beforeAll(async () => {
      for (let seed = 1; seed <= count; seed += 1) {
        const outcome = await simulation.simulate(seed);
        addStates(reached, outcome.states);
        if (outcome.violation !== undefined) broken.push(outcome);
      }
    }, TIMEOUT_MS);

    it(rule, () => {
      const found = broken.map(({ seed, violation }) => ({
        again: reproduction(simulation, seed, undefined),
        ...violation,
      }));

      expect(found).toEqual([]);
    });

    it.each(Object.entries(simulation.states))('got into the state "%s": %s', (name) => {
      expect(reached[name]).toBeGreaterThan(0);
    });
  });

  describe(`the simulation of ${of}`, () => {
    it.each(simulation.bugs.map(({ name, says }) => [name, says] as const))(
      `finds the planted bug %s within ${BUG_SEEDS_MAX} seeds: %s`,
      async (bug) => {
        const outcome = await firstFinding({ simulation, bug, seedsMax: BUG_SEEDS_MAX });

        expect(outcome?.violation).toBeDefined();
      },
      TIMEOUT_MS,
    );

    it('does the same every time, step by step', async () => {
      const [first, second] = [
        await simulation.simulate(7, { trace: true }),
        await simulation.simulate(7, { trace: true }),
      ];

      expect(first.trace.length).toBeGreaterThan(20);
      expect(second.trace).toEqual(first.trace);
    });
  });
}
