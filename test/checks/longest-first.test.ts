import { describe, expect, it } from '@jest/globals';
import LongestFirst from '../../checks/longest-first.ts';

describe('the order of the tests', () => {
  it('begins with what runs long, however short the file, and keeps the order otherwise', async () => {
    const config = { cache: false, cacheDirectory: 'none', id: 'order', name: 'order' };
    const test = (path: string, size: number) => ({
      path,
      context: { config, hasteFS: { getSize: () => size } },
    });
    const tests = [
      test('/farthing/test/core/long.test.ts', 9000),
      test('/farthing/test/e2e/short.test.ts', 100),
      test('/farthing/test/core/short.test.ts', 90),
      test('/farthing/test/simulation/billing/short.test.ts', 80),
      test('/farthing/test/upgrade/short.test.ts', 200),
    ] as unknown as Parameters<LongestFirst['sort']>[0];
    const sequencer = new LongestFirst({ contexts: [], globalConfig: {} as never });

    expect((await sequencer.sort(tests)).map(({ path }) => path)).toEqual([
      '/farthing/test/upgrade/short.test.ts',
      '/farthing/test/e2e/short.test.ts',
      '/farthing/test/simulation/billing/short.test.ts',
      '/farthing/test/core/long.test.ts',
      '/farthing/test/core/short.test.ts',
    ]);
  });
});
