import { expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import type { ActivePayer } from '../../core/spend/ports.ts';
import { sweepSpend } from '../../functions/sweep-spend/sweep-spend.ts';
import { InMemoryActivePayers } from '../fakes/spend-log.ts';

const clock = { now: () => timestampOf(1_793_664_000_000) };
const payers = ['ada', 'eve', 'mia', 'tom'];

/** Four payers who are active, and whom a sweep has looked at. */
async function someActive(fails: (payer: string) => boolean) {
  const active = new InMemoryActivePayers();
  for (const payer of payers) await active.mark({ tenant: 'acme', payer, hour: 1 });
  const looked: string[] = [];
  const sweep = sweepSpend({
    ...{ active, clock },
    settle: async () => {
      looked.push('chain');
    },
    settlePrivately: async () => {
      looked.push('private');
    },
    sweep: async ({ payer }: ActivePayer) => {
      if (fails(payer)) throw new Error(`${payer} has a block that nobody can read`);
      looked.push(payer);
    },
  });
  return { sweep, looked };
}

it('a sweep looks at every payer though one fails, and fails in the end', async () => {
  const { sweep, looked } = await someActive((payer) => payer === 'eve');

  await expect(sweep({})).rejects.toThrow('1 payers could not be swept');
  expect(looked.toSorted()).toEqual(['ada', 'chain', 'mia', 'private', 'tom']);
});

it('a sweep begins nothing more once its time is short', async () => {
  const { sweep, looked } = await someActive(() => false);
  let left = 31_000;

  await sweep({}, { getRemainingTimeInMillis: () => (left -= 400) });

  expect(looked.length).toBeLessThan(payers.length);
});
