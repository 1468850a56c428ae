import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterTaking,
  type BucketLimits,
  tokensIn,
  tokensOf,
  untilThere,
} from '../../../core/access/token-bucket.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';

const size: BucketLimits = { perSecond: 10, holds: 20 };
const now = timestampOf(1_000_000);
const later = (ms: number) => timestampOf(now + ms);

describe('a bucket of tokens', () => {
  it('is full where nobody took from it', () => {
    expect(tokensIn(size, undefined, now)).toBe(20);
  });

  it('has less by what was taken, and fills again by its rate, to the brim', () => {
    const fullAt = afterTaking(size, undefined, { tokens: 15, now });

    expect(tokensIn(size, fullAt, now)).toBe(5);
    expect(tokensIn(size, fullAt, later(300))).toBe(8);
    expect(tokensIn(size, fullAt, later(60_000))).toBe(20);
  });

  it('is full where the clock that it was filled by has been set back, and fills by the new one', () => {
    const fullAt = afterTaking(size, undefined, { tokens: 20, now: later(3_600_000) });

    expect(tokensIn(size, fullAt, now)).toBe(20);
    expect(untilThere(size, fullAt, { tokens: 20, now })).toBe(0);
    const after = afterTaking(size, fullAt, { tokens: 15, now });
    expect(tokensIn(size, after, now)).toBe(5);
    expect(tokensIn(size, after, later(300))).toBe(8);
  });

  it('says when it will have so many', () => {
    const fullAt = afterTaking(size, undefined, { tokens: 20, now });

    expect(untilThere(size, fullAt, { tokens: 1, now })).toBe(100);
    expect(untilThere(size, fullAt, { tokens: 5, now })).toBe(500);
    expect(untilThere(size, fullAt, { tokens: 5, now: later(450) })).toBe(50);
    expect(untilThere(size, undefined, { tokens: 5, now })).toBe(0);
  });

  it('lets through what is more than it holds once it is full, and then owes it', () => {
    expect(untilThere(size, undefined, { tokens: 30, now })).toBe(0);

    const fullAt = afterTaking(size, undefined, { tokens: 30, now });

    expect(tokensIn(size, fullAt, now)).toBe(-10);
    expect(untilThere(size, fullAt, { tokens: 1, now })).toBe(1_100);
  });

  it('never gives more than it holds and what flows in, however it is asked', () => {
    const asks = fc.array(
      fc.record({ after: fc.nat(500), tokens: fc.integer({ min: 1, max: 9 }) }),
    );
    fc.assert(
      fc.property(asks, fc.integer({ min: 1, max: 1_000 }), (asked, perSecond) => {
        const bucket = { perSecond, holds: 12 };
        let [at, given, fullAt]: [number, number, number | undefined] = [now, 0, undefined];
        for (const { after, tokens } of asked) {
          at += after;
          const time = timestampOf(at);
          if (untilThere(bucket, fullAt, { tokens, now: time }) > 0) continue;
          fullAt = afterTaking(bucket, fullAt, { tokens, now: time });
          given += tokens;
        }
        expect(given).toBeLessThanOrEqual(12 + (perSecond * (at - now)) / 1_000 + 1);
      }),
    );
  });
});

describe('a request', () => {
  it.each([
    [0, false, 1],
    [999, false, 1],
    [1_000, false, 2],
    [5_500, false, 6],
    [1_000, true, 9],
  ])('of %i bytes, compressed or not (%s), takes %i', (bytes, isCompressed, tokens) => {
    expect(tokensOf({ bytes, isCompressed }, 1_000)).toBe(tokens);
  });
});
