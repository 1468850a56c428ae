import { describe, expect, it } from '@jest/globals';
import { calendarDaysBetween } from '../../../core/kernel/calendar-days.ts';
import { exactFrom, exactText, exactZero } from '../../../core/kernel/exact-amount.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { localStart, type TimeZone, timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { type Period, rfc3339, timestampOf } from '../../../core/kernel/timestamp.ts';
import { commitmentTopUp } from '../../../core/pricing/commitment.ts';
import { feesOf } from '../../../core/pricing/fees.ts';
import type { Plan } from '../../../core/pricing/plan.ts';
import { planFrom } from '../../../core/pricing/plan-from.ts';
import { prorated } from '../../../core/pricing/share.ts';
import { stretchesOf } from '../../../core/pricing/stretches.ts';

const zone = (name: string): TimeZone => timeZoneFrom(name, 'timezone');
const paris = zone('Europe/Paris');

const midnight = (date: string, timeZone = paris) => localStart(date, timeZone) ?? timestampOf(-1);
const days = (from: string, to: string, timeZone = paris): Period => ({
  start: midnight(from, timeZone),
  end: midnight(to, timeZone),
});
const march = days('2026-03-01', '2026-04-01');

function planOf(...versions: readonly object[]): Plan {
  const plan = planFrom({
    versions: versions.map((version) => ({ currency: 'EUR', charges: [], ...version })),
  });
  if (plan instanceof Rejection) throw plan;
  return plan;
}

const twoVersions = planOf({ effectiveFrom: '2026-01-01' }, { effectiveFrom: '2026-03-15' });

describe('the stretches of a month', () => {
  it('part where a version comes into force, at the local midnight', () => {
    const stretches = stretchesOf(twoVersions, {
      within: march,
      month: march,
      calendar: localCalendar(paris),
    });

    expect(
      stretches.map(({ period, version, share }) => ({
        from: rfc3339(period.start),
        to: rfc3339(period.end),
        version: version?.effectiveFrom,
        share: `${share.from}–${share.to} of ${share.of}`,
      })),
    ).toEqual([
      {
        from: '2026-02-28T23:00:00Z',
        to: '2026-03-14T23:00:00Z',
        version: '2026-01-01',
        share: '0–14 of 31',
      },
      {
        from: '2026-03-14T23:00:00Z',
        to: '2026-03-31T22:00:00Z',
        version: '2026-03-15',
        share: '14–31 of 31',
      },
    ]);
  });

  it('are one where a version comes into force with the month, and none changes in it', () => {
    const april = days('2026-04-01', '2026-05-01');
    const plan = planOf({ effectiveFrom: '2026-04-01' }, { effectiveFrom: '2026-05-01' });

    const stretches = stretchesOf(plan, {
      within: april,
      month: april,
      calendar: localCalendar(paris),
    });

    expect(stretches.map(({ version }) => version?.effectiveFrom)).toEqual(['2026-04-01']);
  });

  it('have no version before the first', () => {
    const plan = planOf({ effectiveFrom: '2026-03-31' });

    const stretches = stretchesOf(plan, {
      within: march,
      month: march,
      calendar: localCalendar(paris),
    });

    expect(stretches.map(({ version, share }) => [version?.effectiveFrom, share.to])).toEqual([
      [undefined, 30],
      ['2026-03-31', 31],
    ]);
  });

  it('of a part of the month count their days in the whole of it', () => {
    const within = days('2026-03-10', '2026-03-20');

    const stretches = stretchesOf(twoVersions, {
      within,
      month: march,
      calendar: localCalendar(paris),
    });

    expect(stretches.map(({ share }) => share)).toEqual([
      { from: 9, to: 14, of: 31 },
      { from: 14, to: 19, of: 31 },
    ]);
  });
});

describe('calendar days', () => {
  it('are counted through a change of clocks', () => {
    const { start, end } = days('2026-03-28', '2026-03-30');

    expect(end - start).toBe(47 * 3_600_000);
    expect(calendarDaysBetween(start, end, paris)).toBe(2);
  });

  it('are none within one day, and one over its midnight', () => {
    const noon = timestampOf(midnight('2026-03-28') + 12 * 3_600_000);

    expect(calendarDaysBetween(noon, timestampOf(noon + 11 * 3_600_000), paris)).toBe(0);
    expect(calendarDaysBetween(noon, timestampOf(noon + 12 * 3_600_000), paris)).toBe(1);
  });

  it('count a day that a zone left out, as the calendar does', () => {
    const apia = zone('Pacific/Apia');
    const { start, end } = days('2011-12-01', '2012-01-01', apia);

    expect(calendarDaysBetween(start, end, apia)).toBe(31);
  });
});

describe('fixed fees', () => {
  const fee = { key: 'base', amount: '10', description: 'Base fee' };
  const fees = (plan: Plan) =>
    feesOf(stretchesOf(plan, { within: march, month: march, calendar: localCalendar(paris) })).map(
      ({ amount }) => exactText(amount),
    );

  it('are charged for the days a version is in force, and add up over the month', () => {
    const [before, after] = fees(
      planOf(
        { effectiveFrom: '2026-01-01', fixedFees: [fee] },
        { effectiveFrom: '2026-03-15', fixedFees: [fee] },
      ),
    );

    expect([before, after]).toEqual(['4.516129032258064516129032', '5.483870967741935483870968']);
  });

  it('without proration are charged whole, once', () => {
    const whole = { ...fee, proration: 'none' };

    expect(
      fees(
        planOf(
          { effectiveFrom: '2026-01-01', fixedFees: [whole] },
          { effectiveFrom: '2026-03-15', fixedFees: [{ ...whole, amount: '20' }] },
        ),
      ),
    ).toEqual(['10']);
    expect(fees(planOf({ effectiveFrom: '2026-03-15', fixedFees: [whole] }))).toEqual(['10']);
  });

  it('are none before a plan’s first version', () => {
    expect(fees(planOf({ effectiveFrom: '2026-04-01', fixedFees: [fee] }))).toEqual([]);
  });
});

describe('a minimum commitment', () => {
  const [version] = planOf({ effectiveFrom: '2026-01-01', minimumCommitment: '31' }).versions;
  if (version === undefined) throw new TypeError('a plan has a version');
  const topUp = (charged: string, from: number, to: number): string =>
    exactText(commitmentTopUp(version, exactFrom(charged) ?? exactZero, { from, to, of: 31 }));

  it('asks for what charges leave open of it', () => {
    expect(topUp('30.5', 0, 31)).toBe('0.5');
    expect(topUp('31', 0, 31)).toBe('0');
    expect(topUp('40', 0, 31)).toBe('0');
  });

  it('counts for the days of the stretch', () => {
    expect(topUp('5', 14, 31)).toBe('12');
  });
});

describe('a share of a month', () => {
  it('is not of days the month does not have', () => {
    expect(() => prorated(1n, { from: 3, to: 2, of: 31 })).toThrow('got 3 to 2 of 31');
    expect(() => prorated(1n, { from: -1, to: 2, of: 31 })).toThrow('got -1 to 2 of 31');
  });

  it('is more than all of it where a month has more days, as its billing day changes', () => {
    expect(prorated(30n, { from: 0, to: 44, of: 30 })).toBe(44n);
    expect(prorated(30n, { from: 20, to: 44, of: 30 })).toBe(24n);
  });
});
