import { describe, expect, it } from '@jest/globals';
import { hoursCompared } from '../../../core/billing/reconciliation/reconcile.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';

const HOUR = 3_600_000;
const at = (text: string) => timestampFrom(text) ?? timestampOf(Number.NaN);
const hourOf = (text: string) => Math.floor(at(text) / HOUR);

describe('the hours that passes compare', () => {
  const day = 24 * HOUR;
  const passes = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => hoursCompared(timestampOf(first + index * day)));

  it('are the last two days, up to an hour ago, and a stretch of older ones', () => {
    const [recent, older] = hoursCompared(at('2026-02-04T03:50:00Z'));

    expect(recent).toEqual({
      from: hourOf('2026-02-02T02:00:00Z'),
      to: hourOf('2026-02-04T02:00:00Z'),
    });
    expect((older?.to ?? 0) - (older?.from ?? 0)).toBe(72);
  });

  it.each(['2026-02-04T03:50:00Z', '2026-05-30T03:50:00Z'])(
    'are, in a round of days from %s, all of the quarter before',
    (from) => {
      const compared = passes(at(from), 31).flat();
      const isCompared = (hour: number) =>
        compared.some(({ from, to }) => from <= hour && hour < to);
      const last = hourOf(from);
      const quarter = Array.from({ length: 90 * 24 }, (_, index) => last - 2 - index);

      // What gets too old in a round was compared by those before it.
      const before = passes(at(from) - 62 * day, 62).flat();
      const wasCompared = (hour: number) =>
        before.some(({ from, to }) => from <= hour && hour < to);

      expect(quarter.filter((hour) => !isCompared(hour) && !wasCompared(hour))).toEqual([]);
    },
  );
});
