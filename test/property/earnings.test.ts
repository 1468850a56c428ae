import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { monthFrom } from '../../core/kernel/month.ts';
import { earningsIn } from '../support/a-paid-press.ts';
import { faultsIn, lived, months, someLife } from '../support/earnings-by-hand.ts';

jest.setTimeout(240_000);

const RUNS = 25;

it('what payees earn is what counting by hand says, whatever happens, in whichever steps it is found out', async () => {
  let counted = 0;
  await fc.assert(
    fc.asyncProperty(someLife, async (life) => {
      const press = await lived({ ...life, payeesAtOnce: 2 });
      const turned = life.steps
        .filter(({ does }) => does !== 'accrue')
        .map((step) => (step.does === 'use' ? { ...step, reads: step.reads.toReversed() } : step));
      const atOnce = await lived({ ...life, steps: turned, payeesAtOnce: 100 });
      for (const month of months) {
        const found = await faultsIn(press, life, month);
        expect(found.faults).toEqual([]);
        expect(await earningsIn(atOnce, monthFrom(month))).toEqual(
          await earningsIn(press, monthFrom(month)),
        );
        counted += found.counted;
      }
    }),
    { numRuns: RUNS },
  );
  // Of months in which nobody earns anything, it would say nothing.
  expect(counted).toBeGreaterThan(RUNS);
});
