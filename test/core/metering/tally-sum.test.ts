import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InvariantViolation } from '../../../core/kernel/invariant.ts';
import { merged, type Tally } from '../../../core/metering/tally.ts';
import { TallySum } from '../../../core/metering/tally-sum.ts';

const count = (value: bigint): Tally => ({ kind: 'count', count: value });
const unique = (...members: string[]): Tally => ({
  kind: 'unique_count',
  members: new Set(members),
});

function sumOf(tallies: readonly Tally[]): TallySum {
  const sum = new TallySum();
  for (const tally of tallies) sum.add(tally);
  return sum;
}

describe('a sum of tallies', () => {
  it('of none is nothing', () => {
    expect(sumOf([]).tally).toBeUndefined();
    expect(sumOf([]).memberCount).toBe(0);
  });

  it('adds up counts', () => {
    expect(sumOf([count(2n), count(3n)]).tally).toEqual(count(5n));
  });

  it('has every member once', () => {
    const sum = sumOf([unique('a', 'b'), unique('b', 'c')]);

    expect(sum.tally).toEqual(unique('a', 'b', 'c'));
    expect(sum.memberCount).toBe(3);
  });

  it('leaves the tallies that were added as they were', () => {
    const first = unique('a');

    sumOf([first, unique('b')]);

    expect(first).toEqual(unique('a'));
  });

  it('is of one kind', () => {
    expect(() => sumOf([count(1n), unique('a')])).toThrow(InvariantViolation);
    expect(() => sumOf([unique('a'), count(1n)])).toThrow(InvariantViolation);
  });

  it('is what merging them one by one comes to', () => {
    const tallies = fc.oneof(
      fc.array(fc.bigInt({ min: 0n, max: 1_000n }).map(count), { minLength: 1 }),
      fc.array(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd')).map((members) => unique(...members)),
        { minLength: 1 },
      ),
    );
    fc.assert(
      fc.property(tallies, (all) => {
        expect(sumOf(all).tally).toEqual(all.reduce(merged));
      }),
    );
  });
});
