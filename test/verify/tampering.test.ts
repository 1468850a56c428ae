import { describe, expect, it } from '@jest/globals';
import { verified } from '../../verify/src/verify.ts';
import {
  changeableKeys,
  changeableStatements,
  changeableVoid,
  isFound,
} from './support/tampering-others.ts';

const RUNS = 100;

describe('What is changed is found out', () => {
  // Ten thousand of each: node test/verify/tamper.ts
  it.each([
    ['statements of a payee, and what stands behind them', changeableStatements],
    ['a void, and its invoice', changeableVoid],
    ['keys of private passes, in the log and in a directory', changeableKeys],
  ])('in %s', async (_, world) => {
    const { sound, changed } = await world();

    const passed: string[] = [];
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const { what, asked } = changed(seed);
      if (!isFound(sound, await verified(asked))) passed.push(`${seed}: ${what}`);
    }

    expect(isFound(sound, sound)).toBe(false);
    expect(sound.verdict).not.toBe('fails');
    expect(passed).toEqual([]);
  });
});
