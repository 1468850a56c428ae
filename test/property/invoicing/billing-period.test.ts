import { describe, expect, it } from '@jest/globals';
import { billingPeriod } from '../../../core/invoicing/billing-period.ts';
import { laterMonth, monthFrom } from '../../../core/kernel/month.ts';
import { type TimeZone, timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { millisecondsPer, rfc3339 } from '../../../core/kernel/timestamp.ts';

const zones = Intl.supportedValuesOf('timeZone').map((name) => timeZoneFrom(name, 'timezone'));
const YEARS = { from: 2005, to: 2035 };

/**
 * The first fault in a zone's months from one year to another; plain comparisons, as there are tens of thousands of
 * them.
 */
function faultIn(timeZone: TimeZone): string | undefined {
  let last: number | undefined;
  for (let later = 0; later < (YEARS.to - YEARS.from) * 12; later += 1) {
    const month = laterMonth(monthFrom(`${YEARS.from}-01`), later);
    const { start, end } = billingPeriod(month, timeZone);
    if (last !== undefined && start !== last) return `${month} starts at ${start}, not at ${last}`;
    if (end - start < 27 * millisecondsPer.day) return `${month} is too short`;
    if (end - start > 32 * millisecondsPer.day) return `${month} is too long`;
    if (start % millisecondsPer.quarterHour !== 0) return `${month} starts off the quarter hour`;
    last = end;
  }
  return undefined;
}

describe('billing periods', () => {
  it('tile thirty years without gap or overlap in every zone', () => {
    for (const timeZone of zones) {
      expect([timeZone, faultIn(timeZone)]).toEqual([timeZone, undefined]);
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
      expect([name, faultIn(timeZoneFrom(name, 'timezone'))]).toEqual([name, undefined]);
    }
  }, 120_000);

  it('follow the clocks: March is an hour short in Paris', () => {
    const { start, end } = billingPeriod(
      monthFrom('2026-03'),
      timeZoneFrom('Europe/Paris', 'timezone'),
    );

    expect([rfc3339(start), rfc3339(end)]).toEqual([
      '2026-02-28T23:00:00Z',
      '2026-03-31T22:00:00Z',
    ]);
  });
});
