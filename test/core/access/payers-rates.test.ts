import { describe, expect, it } from '@jest/globals';
import { pacedRates } from '../../../core/access/paced-rates.ts';
import { ratePolicyOf } from '../../../core/access/rates.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';

const rates = (perSecond: number) =>
  pacedRates({
    policy: ratePolicyOf({ perSecond, holds: perSecond }, 100),
    clock: { now: () => timestampOf(1_000_000) },
    waitingMax: 1,
    waitMsMax: 0,
    bucketsMax: 1_000,
  });
const payer = (name: string, token = 'token') => ({ tenant: 'acme', keyId: token, payer: name });

/** How many of so many requests go on. */
async function letThrough(
  { take }: ReturnType<typeof rates>,
  caller: Parameters<ReturnType<typeof rates>['take']>[0],
  asked: number,
) {
  let count = 0;
  for (let request = 0; request < asked; request += 1) {
    if ((await take(caller, 1)).goesOn) count += 1;
  }
  return count;
}

describe('payers that ask with tokens', () => {
  it('use up what one payer has, whatever number of tokens it asks with', async () => {
    const all = rates(300);

    const first = await letThrough(all, payer('reader-7', 'one'), 50);
    const second = await letThrough(all, payer('reader-7', 'two'), 50);

    expect([first, second]).toEqual([10, 0]);
    expect(await all.take(payer('reader-7'), 1)).toMatchObject({ goesOn: false, empty: 'payer' });
  });

  it('take nothing from their tenant, which goes on when all of them are refused', async () => {
    const all = rates(60);
    const readers = Array.from({ length: 20 }, (_, index) => payer(`reader-${index}`));

    let taken = 0;
    for (const reader of readers) taken += await letThrough(all, reader, 10);

    expect(taken).toBe(60);
    expect(await all.take(payer('reader-99'), 1)).toMatchObject({ goesOn: false, empty: 'payers' });
    expect(await letThrough(all, { tenant: 'acme', keyId: 'key' }, 60)).toBe(60);
  });
});
