import { describe, expect, it } from '@jest/globals';
import { firstFinding } from '../known-seeds.ts';
import { billing } from './simulate.ts';

const SEEDS_MAX = 2_000;
const TIMEOUT_MS = 600_000;

/** The bugs are looked for by two files, which run beside each other; each takes every second of them. */
const parts = 2;

/** The tests of one part, from 0. */
export function findsPlantedBugs(part: number): void {
  const bugs = billing.bugs.filter((_, index) => index % parts === part);
  describe('the simulation of billing', () => {
    it.each(bugs.map(({ name, says }) => [name, says] as const))(
      `finds the planted bug %s within ${SEEDS_MAX} seeds: %s`,
      async (name) => {
        const outcome = await firstFinding({ simulation: billing, bug: name, seedsMax: SEEDS_MAX });

        expect(outcome?.violation).toBeDefined();
      },
      TIMEOUT_MS,
    );
  });
}
