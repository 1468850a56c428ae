import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Timestamp, timestampOf } from '../../core/kernel/timestamp.ts';
import { type Sessions, sessionTexts } from '../../core/metering/sessions.ts';
import { merged, quantityOf, type Tally } from '../../core/metering/tally.ts';
import { TallySum } from '../../core/metering/tally-sum.ts';
import { tallyOrNone, tallyOrNoneFrom } from '../../core/metering/totals/tally-json.ts';

const gap = 30;
const window = { start: timestampOf(0), end: timestampOf(10_000) };

const tallyAt = ([subject, at]: readonly [string, Timestamp]): Tally => ({
  ...{ kind: 'session_count', gap },
  sessions: new Map([[subject, [{ first: at, last: at }]]]),
});

const events = fc.array(
  fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 600 }).map(timestampOf)),
  { minLength: 1, maxLength: 40 },
);

/** By sorting the times of each subject: one more wherever more than the gap lies between two. */
function counted(all: readonly (readonly [string, Timestamp])[]): number {
  return [...Map.groupBy(all, ([subject]) => subject).values()].reduce((sum, own) => {
    const times = own.map(([, at]) => at).sort((a, b) => a - b);
    return (
      sum + times.filter((at, index) => index === 0 || at - (times[index - 1] ?? 0) > gap).length
    );
  }, 0);
}

const sessionsIn = (tally: Tally | undefined): Sessions =>
  tally?.kind === 'session_count' ? tally.sessions : new Map();

describe('sessions', () => {
  it('are those of the events, in whatever order and batches they are merged, kept and read again', () => {
    fc.assert(
      fc.property(events, fc.nat(39), fc.array(fc.nat(), { maxLength: 40 }), (all, cut, order) => {
        const shuffled = all
          .map((event, index) => ({ event, place: order[index] ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ event }) => tallyAt(event));
        const [left, right] = [shuffled.slice(0, cut), shuffled.slice(cut)];
        const halves = [left, right].flatMap((half) =>
          half.length === 0 ? [] : [half.reduce(merged)],
        );
        const kept = halves.map((half) => tallyOrNoneFrom(tallyOrNone(half)) ?? half);
        const sum = new TallySum();
        for (const tally of shuffled) sum.add(tally);

        const whole = kept.reduceRight(merged);
        const straight = all.map(tallyAt).reduce(merged);
        const texts = sessionTexts(sessionsIn(straight));
        expect(sessionTexts(sessionsIn(whole))).toEqual(texts);
        expect(sessionTexts(sessionsIn(sum.tally))).toEqual(texts);
        expect(quantityOf(whole, window)).toBe(BigInt(counted(all)) * 10n ** 12n);
        expect(sum.memberCount).toBe(counted(all));
      }),
      { numRuns: 100 },
    );
  });

  it('of two events 31 apart are two, until one in between joins them', () => {
    const [first, last] = [tallyAt(['a', timestampOf(0)]), tallyAt(['a', timestampOf(31)])];
    const two = merged(last, first);

    const one = merged(tallyAt(['a', timestampOf(10)]), two);

    expect([two, one].map((tally) => sessionTexts(sessionsIn(tally)))).toEqual([
      ['a 0 0 31 31'],
      ['a 0 31'],
    ]);
  });
});
