import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TimeZone, timeZoneFrom } from '../../core/kernel/time-zone.ts';
import { millisecondsPer, type Period, timestampOf } from '../../core/kernel/timestamp.ts';
import { type WindowUnit, windowsOf, windowUnits } from '../../core/metering/query/windows.ts';

const zones = Intl.supportedValuesOf('timeZone').map((name) => timeZoneFrom(name, 'timezone'));
const quarterHours = (year: number): number => Date.UTC(year, 0, 1) / millisecondsPer.quarterHour;

/** A period of at most `days` somewhere from 1980 to 2037, on quarter hours. */
const aPeriod = (days: number): fc.Arbitrary<Period> =>
  fc
    .tuple(
      fc.integer({ min: quarterHours(1980), max: quarterHours(2037) }),
      fc.integer({ min: 1, max: days * 96 }),
    )
    .map(([from, length]) => ({
      start: timestampOf(from * millisecondsPer.quarterHour),
      end: timestampOf((from + length) * millisecondsPer.quarterHour),
    }));

/**
 * The first window that leaves a gap, overlaps, is empty or is off the quarter hour; plain comparisons, as there are
 * millions.
 */
function faultIn(windows: readonly Period[], period: Period): string | undefined {
  let last = period.start;
  for (const { start, end } of windows) {
    if (start !== last) return `a window starts at ${start} and not at ${last}`;
    if (end <= start) return `the window at ${start} is empty`;
    if (start % millisecondsPer.quarterHour !== 0) return `${start} is off the quarter hour`;
    last = end;
  }
  return last === period.end ? undefined : `the last window ends at ${last}`;
}

/** The local clock by the platform's own formatter, which knows nothing of how windows are made. */
function localClock(timeZone: TimeZone): (timestamp: number) => { date: string; hour: string } {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  });
  return (timestamp) => {
    const part = Object.fromEntries(
      format.formatToParts(timestamp).map(({ type, value }) => [type, value]),
    );
    return { date: `${part['year']}-${part['month']}-${part['day']}`, hour: part['hour'] ?? '' };
  };
}

describe('windows', () => {
  it('tile the period without gap or overlap in every zone, whatever the unit', () => {
    const unit = fc.constantFrom<WindowUnit | undefined>(undefined, ...windowUnits);
    for (const timeZone of zones) {
      fc.assert(
        fc.property(aPeriod(40), unit, (period, chosen) => {
          expect(faultIn(windowsOf(period, chosen, timeZone), period)).toBeUndefined();
        }),
        { numRuns: 6 },
      );
    }
  });

  it('begin days on quarter hours in every zone from 1980 to 2037', () => {
    const period = {
      start: timestampOf(Date.UTC(1980, 0, 1)),
      end: timestampOf(Date.UTC(2037, 0, 1)),
    };
    // The odd ones, and some more; the others are sampled above.
    const odd = ['Pacific/Apia', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Monrovia'];
    const sample = zones.filter((zone, index) => index % 80 === 0 || odd.includes(zone));
    for (const timeZone of sample) {
      expect(faultIn(windowsOf(period, 'day', timeZone), period)).toBeUndefined();
    }
  }, 60_000);

  it('are local days: each starts one by the wall clock, and none spans two', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), aPeriod(20), (timeZone, period) => {
        const clock = localClock(timeZone);
        const windows = windowsOf(period, 'day', timeZone);
        windows.forEach(({ start, end }, index) => {
          const before = clock(start - 1).date;
          if (index > 0) expect(before < clock(start).date).toBe(true);
          // Where midnight comes twice, a day ends in minutes that the clock shows as the day before.
          expect(clock(end - 1).date <= clock(start).date).toBe(true);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('hold one local hour each', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), aPeriod(5), (timeZone, period) => {
        const clock = localClock(timeZone);
        for (const { start, end } of windowsOf(period, 'hour', timeZone)) {
          expect(end - start).toBeLessThanOrEqual(millisecondsPer.hour);
          expect(clock(end - millisecondsPer.quarterHour)).toEqual(clock(start));
        }
      }),
      { numRuns: 100 },
    );
  });
});
