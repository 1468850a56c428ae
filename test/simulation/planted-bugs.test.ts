import { describe, expect, it } from '@jest/globals';
import { firstFinding } from './known-seeds.ts';
import { reproduction, violationReport } from './report.ts';
import { pipeline } from './simulate.ts';

const SEEDS_MAX = 2_000;
const TIMEOUT_MS = 240_000;

describe('the simulation', () => {
  it.each(pipeline.bugs.map(({ name, says }) => [name, says] as const))(
    `finds the planted bug %s within ${SEEDS_MAX} seeds: %s`,
    async (name) => {
      const outcome = await firstFinding({ simulation: pipeline, bug: name, seedsMax: SEEDS_MAX });

      expect(outcome?.violation).toBeDefined();
    },
    TIMEOUT_MS,
  );

  it('reports what broke, how to see it again, and the steps that led there', async () => {
    const bug = 'put-without-the-condition';
    // Of the first, nothing but what it broke is about that log.
    const outcome = await firstFinding({ simulation: pipeline, bug, seedsMax: SEEDS_MAX, from: 2 });

    const report = outcome === undefined ? '' : await violationReport(pipeline, outcome, bug);

    expect(report).toContain('a log grows by the block after its last');
    expect(report).toContain(reproduction(pipeline, outcome?.seed ?? 0, bug));
    expect(report).toMatch(/\| \d+ events-consumer-\d+ log\.append .* block 1 /);
  });
});
