import { describe, expect, it } from '@jest/globals';
import { retryAfterMs, waitMs } from '../../sdk/src/backoff.ts';

const backoff = { baseMs: 250, waitMaxMs: 8_000 };

describe('the wait before another attempt', () => {
  const waits = (askedMs: number) =>
    [1, 2, 3, 6, 7, 2_000].map((attempt) =>
      [0, 0.5, 1].map((random) => waitMs(backoff, { attempt, random, askedMs })),
    );

  it('is anything up to a bound that doubles to a limit', () => {
    expect(waits(0)).toEqual([
      [0, 125, 250],
      [0, 250, 500],
      [0, 500, 1_000],
      [0, 4_000, 8_000],
      [0, 4_000, 8_000],
      [0, 4_000, 8_000],
    ]);
  });

  it('comes after what the service asks for', () => {
    expect(waits(7_000).slice(0, 2)).toEqual([
      [7_000, 7_125, 7_250],
      [7_000, 7_250, 7_500],
    ]);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 22);

  it.each([
    [null, 0],
    ['7', 7_000],
    ['0', 0],
    ['Sun, 22 Nov 2026 00:00:08 GMT', 8_000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 0],
    ['soon', 0],
    ['-3', 0],
    ['999999', 600_000],
    ['Mon, 22 Nov 2027 00:00:00 GMT', 600_000],
  ])('of %j is %d ms', (header, milliseconds) => {
    expect(retryAfterMs(header, now)).toBe(milliseconds);
  });
});
