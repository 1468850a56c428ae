import { describe, expect, it } from '@jest/globals';
import { toldTogether } from '../../functions/serve-front/told-together.ts';

describe('refusals of the front', () => {
  it('are told by their number, each once, a while after the first of them', () => {
    const told: unknown[] = [];
    const due: (() => void)[] = [];
    const { count: refused } = toldTogether(
      (refusal, count) => told.push([refusal, count]),
      (run) => due.push(run),
    );
    for (const refusal of ['key-unknown', 'key-unknown', 'slowed-down'] as const) refused(refusal);
    const before = [...told];
    for (const run of due.splice(0)) run();
    refused('key-unknown');
    for (const run of due.splice(0)) run();

    expect(before).toEqual([]);
    expect(told).toEqual([
      ['key-unknown', 2],
      ['slowed-down', 1],
      ['key-unknown', 1],
    ]);
  });

  it('are told at once, and not again, where there will be no later', () => {
    const told: unknown[] = [];
    const due: (() => void)[] = [];
    const { count, tell } = toldTogether(
      (refusal, number) => told.push([refusal, number]),
      (run) => due.push(run),
    );
    count('slowed-down');

    tell();
    for (const run of due) run();

    expect(told).toEqual([['slowed-down', 1]]);
  });
});
