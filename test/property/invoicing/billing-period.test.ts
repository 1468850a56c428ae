import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  billingPeriod,
  billingPeriodAt,
  duePeriods,
  laterLabel,
  localDate,
} from '../../../core/invoicing/billing-period.ts';
import { type TimeZone, timeZoneFrom, utc } from '../../../core/kernel/time-zone.ts';
import { millisecondsPer, rfc3339, timestampOf } from '../../../core/kernel/timestamp.ts';

const zones = Intl.supportedValuesOf('timeZone').map((name) => timeZoneFrom(name, 'timezone'));
const YEARS = { from: 2005, to: 2035 };

/**
 * The first fault in a zone's months from one year to another; plain comparisons, as there are tens of thousands of
 * them.
 */
function faultIn(
  timeZone: TimeZone,
  anchorDay: number,
  years: { readonly from: number; readonly to: number } = YEARS,
): string | undefined {
  let last: number | undefined;
  for (let month = 0; month < (years.to - years.from) * 12; month += 1) {
    const label = laterLabel(`${years.from}-01`, month);
    const { start, end } = billingPeriod(label, timeZone, anchorDay);
    if (last !== undefined && start !== last) return `${label} starts at ${start}, not at ${last}`;
    if (end - start < 27 * millisecondsPer.day) return `${label} is too short`;
    if (end - start > 32 * millisecondsPer.day) return `${label} is too long`;
    if (start % millisecondsPer.quarterHour !== 0) return `${label} starts off the quarter hour`;
    last = end;
  }
  return undefined;
}

describe('billing periods', () => {
  it('tile thirty years without gap or overlap in every zone', () => {
    for (const timeZone of zones) {
      expect([timeZone, faultIn(timeZone, 1)]).toEqual([timeZone, undefined]);
    }
  }, 240_000);

  it('tile them where clocks are oddest, for example', () => {
    const odd = [
      'Pacific/Apia',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Asia/Pyongyang',
      'Africa/Casablanca',
      'America/Caracas',
      'Asia/Gaza',
    ];
    for (const name of odd) {
      expect([name, faultIn(timeZoneFrom(name, 'timezone'), 1)]).toEqual([name, undefined]);
    }
  }, 120_000);

  it('tile them from any other day of the month too', () => {
    const sample = zones.filter((_, index) => index % 60 === 0);
    const years = { from: 2009, to: 2013 };
    for (const timeZone of [...sample, timeZoneFrom('Pacific/Apia', 'timezone')]) {
      for (const anchorDay of [15, 29, 30, 31]) {
        expect([timeZone, anchorDay, faultIn(timeZone, anchorDay, years)]).toEqual([
          timeZone,
          anchorDay,
          undefined,
        ]);
      }
    }
  }, 120_000);

  it('begin on the anchor’s day by the local calendar, or on the last one of a shorter month', () => {
    const starts = (anchorDay: number) =>
      ['2026-01', '2026-02', '2026-03'].map((label) =>
        localDate(billingPeriod(label, utc, anchorDay).start, utc),
      );

    expect(starts(1)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
    expect(starts(31)).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
  });

  it('follow the clocks: March is an hour short in Paris', () => {
    const { start, end } = billingPeriod('2026-03', timeZoneFrom('Europe/Paris', 'timezone'));

    expect([rfc3339(start), rfc3339(end)]).toEqual([
      '2026-02-28T23:00:00Z',
      '2026-03-31T22:00:00Z',
    ]);
  });

  it('contain every instant once', () => {
    const instant = fc.integer({ min: Date.UTC(YEARS.from, 1), max: Date.UTC(YEARS.to, 0) });
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 1, max: 31 }),
        instant,
        (timeZone, anchorDay, time) => {
          const { start, end } = billingPeriodAt(timestampOf(time), timeZone, anchorDay);

          expect(start <= time && time < end).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  }, 60_000);

  it('are due when they ended so long ago, and none is left out', () => {
    const due = (now: number) =>
      duePeriods(timestampOf(Date.UTC(2026, 0, 20)), {
        now: timestampOf(now),
        graceMilliseconds: millisecondsPer.day,
        timeZone: utc,
      }).map(({ label }) => label);

    expect(due(Date.UTC(2026, 1, 2) - 1)).toEqual([]);
    expect(due(Date.UTC(2026, 1, 2))).toEqual(['2026-01']);
    expect(due(Date.UTC(2026, 3, 15))).toEqual(['2026-01', '2026-02', '2026-03']);
  });
});
