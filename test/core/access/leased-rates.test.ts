import { describe, expect, it } from '@jest/globals';
import { type KeptBuckets, leasedRates } from '../../../core/access/leased-rates.ts';
import { ratePolicyOf } from '../../../core/access/rates.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { inMemoryBuckets } from '../../fakes/kept-buckets.ts';

const PER_SECOND = 100;

/** Processes that share buckets of 100 tokens, and what they ask of them. */
function someProcesses(count: number, { keyPercent = 100 } = {}) {
  const buckets = inMemoryBuckets();
  const calls = { reads: 0, puts: 0, failures: 0 };
  let now = 1_000_000;
  let fault: 'none' | 'fails' | 'taken' | 'unknown' = 'none';
  const counted: KeptBuckets = {
    read: async (name) => {
      calls.reads += 1;
      if (fault === 'fails') throw new Error('throttled');
      return buckets.read(name);
    },
    put: async (bucket) => {
      calls.puts += 1;
      if (fault === 'taken') return 'taken';
      const outcome = await buckets.put(bucket);
      return fault === 'unknown' ? 'unknown' : outcome;
    },
  };
  const processes = Array.from({ length: count }, () =>
    leasedRates({
      policy: ratePolicyOf({ perSecond: PER_SECOND, holds: PER_SECOND }, keyPercent),
      buckets: counted,
      clock: { now: () => timestampOf(now) },
      onFailure: () => {
        calls.failures += 1;
      },
    }),
  );
  let asked = 0;
  /** How many of so many requests go on, dealt out to the processes in turn. */
  const letThrough = async (requests: number, tenant = 'a', keyId = 'k'): Promise<number> => {
    let through = 0;
    for (let request = 0; request < requests; request += 1) {
      asked += 1;
      const verdict = await processes[asked % count]?.take({ tenant, keyId }, 1);
      if (verdict?.goesOn === true) through += 1;
    }
    return through;
  };
  return {
    letThrough,
    calls,
    take: (tokens: number) => processes[0]?.take({ tenant: 'a', keyId: 'k' }, tokens),
    pass: (ms: number) => {
      now += ms;
    },
    faulty: (is: typeof fault) => {
      fault = is;
    },
  };
}

/** What each process lets through without asking: at first, and in a second. */
const [FREE, FREE_A_SECOND] = [5, 1];

describe('processes that share a tenant’s bucket', () => {
  it.each([1, 2, 16])('let through what it holds, and no more: %i of them', async (count) => {
    const { letThrough } = someProcesses(count);

    const through = await letThrough(1_000);

    expect(through).toBeGreaterThanOrEqual(PER_SECOND);
    expect(through).toBeLessThanOrEqual(PER_SECOND + count * FREE);
  });

  it.each([1, 4])('let through what flows in, second by second: %i of them', async (count) => {
    const { letThrough, pass } = someProcesses(count);
    await letThrough(1_000);
    let through = 0;

    for (let tick = 0; tick < 200; tick += 1) {
      pass(50);
      through += await letThrough(20);
    }

    expect(through).toBeGreaterThanOrEqual(0.95 * PER_SECOND * 10);
    expect(through).toBeLessThanOrEqual((PER_SECOND + count * FREE_A_SECOND) * 10);
  });

  it('ask for tokens seldom, and less often than for one request in eight', async () => {
    const { letThrough, pass, calls } = someProcesses(2);
    let through = 0;

    for (let tick = 0; tick < 100; tick += 1) {
      pass(100);
      through += await letThrough(8);
    }

    expect(through).toBe(800);
    expect(calls.puts).toBeLessThan(100);
    expect(calls.reads).toBeLessThanOrEqual(calls.puts + 2);
  });

  it('ask nobody for a tenant that sends little', async () => {
    const { letThrough, pass, calls } = someProcesses(1);

    for (let second = 0; second < 60; second += 1) {
      expect(await letThrough(1)).toBe(1);
      pass(1_000);
    }

    expect(calls).toEqual({ reads: 0, puts: 0, failures: 0 });
  });

  it('refuse without asking while it is empty', async () => {
    const { letThrough, calls } = someProcesses(1);
    await letThrough(1_000);
    const { reads, puts } = calls;

    expect(await letThrough(10_000)).toBe(0);

    expect(calls).toMatchObject({ reads, puts });
  });

  it('let through what they hold once the clock has been set back, by a day or by a moment', async () => {
    const { letThrough, pass } = someProcesses(2);
    await letThrough(300);
    pass(-86_400_000);

    expect(await letThrough(50)).toBe(50);
    await letThrough(300);
    pass(-2_000);
    pass(4_000);
    expect(await letThrough(50)).toBe(50);
  });

  it('are paid back whatever one request says it takes', async () => {
    const { letThrough, take, pass } = someProcesses(1);
    await letThrough(10);
    await take(1_000_000);
    pass(3_000);
    await letThrough(10);
    pass(3_000);

    expect(await letThrough(50)).toBe(50);
  });

  it('leave other tenants theirs', async () => {
    const { letThrough } = someProcesses(2);
    await letThrough(1_000, 'a');

    expect(await letThrough(50, 'b')).toBe(50);
  });

  it('leave a tenant’s other keys something, where one may not take all', async () => {
    const { letThrough } = someProcesses(1, { keyPercent: 50 });

    expect(await letThrough(1_000, 'a', 'one')).toBeLessThanOrEqual(50 + FREE);
    expect(await letThrough(30, 'a', 'two')).toBe(30);
  });

  it('take the tokens of a large request, and of the next before it goes on', async () => {
    const { letThrough, take } = someProcesses(1);
    await letThrough(FREE);

    expect(await take(60)).toMatchObject({ goesOn: true });

    const through = await letThrough(1_000);
    expect(through).toBeGreaterThanOrEqual(PER_SECOND - 60);
    expect(through).toBeLessThanOrEqual(PER_SECOND - 60 + FREE);
  });

  it('say when to come again, and what is left', async () => {
    const { letThrough, take } = someProcesses(1);
    await letThrough(1_000);

    expect(await take(1)).toMatchObject({
      goesOn: false,
      empty: 'tenant',
      retrySeconds: 1,
      standings: [{ owner: 'tenant', perSecond: PER_SECOND, left: 0 }],
    });
  });
});

describe('requests go on', () => {
  it('while the buckets do not answer, which is told once a second', async () => {
    const { letThrough, faulty, calls, pass } = someProcesses(1);
    faulty('fails');

    expect(await letThrough(1_000)).toBe(1_000);
    expect(calls).toEqual({ reads: 1, puts: 0, failures: 1 });

    pass(1_000);
    faulty('none');
    expect(await letThrough(1_000)).toBeLessThanOrEqual(PER_SECOND + FREE);
  });

  it.each(['taken', 'unknown'] as const)('where every put is %s', async (outcome) => {
    const { letThrough, faulty } = someProcesses(1);
    faulty(outcome);

    // A put that may have happened has taken tokens, of which there are so many.
    expect(await letThrough(8)).toBe(8);
  });
});
