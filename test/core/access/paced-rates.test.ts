import { describe, expect, it } from '@jest/globals';
import { pacedRates } from '../../../core/access/paced-rates.ts';
import { ratePolicyOf } from '../../../core/access/rates.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';

/** 100 tokens a second, 10 at once; four wait at a time, none for more than 100 ms. */
function someRates({ keyPercent = 100, waitMsMax = 100 } = {}) {
  let now = 1_000_000;
  const rates = pacedRates({
    policy: ratePolicyOf({ perSecond: 100, holds: 10 }, keyPercent),
    clock: { now: () => timestampOf(now) },
    waitingMax: 4,
    waitMsMax,
    bucketsMax: 3,
  });
  const ask = async (tenant = 'a', keyId = `key of ${tenant}`) => {
    const verdict = await rates.take({ tenant, keyId }, 1);
    return verdict.goesOn ? verdict.inMs : 'refused';
  };
  return {
    ask,
    rates,
    times: async (count: number, ...who: Parameters<typeof ask>) => {
      const answers: (number | 'refused')[] = [];
      for (let time = 0; time < count; time += 1) answers.push(await ask(...who));
      return answers;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const atOnce = Array.from({ length: 10 }, () => 0);

describe('a tenant’s requests', () => {
  it('go on at once while its bucket has something, then evenly, and are refused where too many wait', async () => {
    const { times } = someRates();

    expect(await times(16)).toEqual([...atOnce, 10, 20, 30, 40, 'refused', 'refused']);
  });

  it('wait no longer than they may, however few they are', async () => {
    const { times } = someRates({ waitMsMax: 20 });

    expect((await times(16)).slice(10)).toEqual([
      10,
      20,
      ...Array.from({ length: 4 }, () => 'refused'),
    ]);
  });

  it('that were refused took nothing', async () => {
    const { times, pass } = someRates();
    await times(100);

    pass(50);

    expect(await times(6)).toEqual([0, 10, 20, 30, 40, 'refused']);
  });

  it('are nothing to another tenant’s', async () => {
    const { times, ask } = someRates();
    await times(100, 'a');

    expect(await ask('b')).toBe(0);
  });

  it('are let through up to its rate, by whichever of its keys', async () => {
    const { times } = someRates();

    expect((await times(7, 'a', 'one')).includes('refused')).toBe(false);
    expect((await times(8, 'a', 'two')).at(-1)).toBe('refused');
  });

  it('of one key leave something to the others where it may not take all', async () => {
    const { times, rates } = someRates({ keyPercent: 50 });
    await times(100, 'a', 'one');

    expect(await rates.take({ tenant: 'a', keyId: 'one' }, 1)).toMatchObject({
      goesOn: false,
      empty: 'key',
      standings: [{ owner: 'tenant' }, { owner: 'key', perSecond: 50, left: 0 }],
    });
    expect(await times(1, 'a', 'two')).toEqual([0]);
  });

  it('are told what is left, when it is full, and when to come again', async () => {
    const { rates, times } = someRates();

    expect(await rates.take({ tenant: 'a', keyId: 'k' }, 4)).toEqual({
      goesOn: true,
      inMs: 0,
      standings: [{ owner: 'tenant', perSecond: 100, left: 6, fullInSeconds: 1 }],
    });
    await times(100);

    expect(await rates.take({ tenant: 'a', keyId: 'k' }, 1)).toEqual({
      goesOn: false,
      empty: 'tenant',
      retrySeconds: 1,
      standings: [{ owner: 'tenant', perSecond: 100, left: 0, fullInSeconds: 1 }],
    });
  });

  it('are forgotten when more tenants have come since than are kept', async () => {
    const { times, ask } = someRates();
    await times(100, 'a');
    for (const other of ['b', 'c', 'd']) await ask(other);

    expect(await ask('a')).toBe(0);
  });
});
