import { createRequire } from 'node:module';
import type { Test } from '@jest/test-result';

// Its types say of an import what is true of a require.
const { default: TestSequencer } = createRequire(import.meta.url)(
  '@jest/test-sequencer',
) as typeof import('@jest/test-sequencer', { with: { 'resolution-mode': 'require' }});

/** Folders of test/ whose files run for a minute and more: they start the whole stack, or simulate many months. */
const longRunning = /\/test\/(?:e2e|upgrade|simulation)\//;

/**
 * Jest's order, but what runs long comes first. On a machine that has never run the tests Jest knows no
 * durations and goes by size: a short file that runs for minutes would begin last, and be waited for alone.
 */
export default class LongestFirst extends TestSequencer {
  override async sort(tests: Test[]): Promise<Test[]> {
    const isLong = ({ path }: Test): number => (longRunning.test(path) ? 1 : 0);
    return (await super.sort(tests)).toSorted((a, b) => isLong(b) - isLong(a));
  }
}
