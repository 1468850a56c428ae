import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Customer } from '../../../core/catalog/customer.ts';
import { customerAfter, customerCalendar } from '../../../core/catalog/customer-after.ts';
import { periodIn } from '../../../core/invoicing/billing-period.ts';
import { daysFrom, daysIn } from '../../../core/kernel/calendar-days.ts';
import { localCalendar } from '../../../core/kernel/local-calendar.ts';
import { laterMonth, type Month, monthFrom } from '../../../core/kernel/month.ts';
import { timeZoneFrom } from '../../../core/kernel/time-zone.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../../core/kernel/timestamp.ts';
import { shareOf } from '../../../core/pricing/share.ts';
import { aCustomer } from '../../fixtures/customers.ts';

const months = Array.from({ length: 30 }, (_, index) => laterMonth(monthFrom('2026-01'), index));
const zones = ['UTC', 'Europe/Berlin', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'];
const aDay = fc.integer({ min: 1, max: 28 });
const aZone = fc.constantFrom(...zones).map((name) => timeZoneFrom(name, ''));
const anInstant = fc
  .integer({ min: Date.UTC(2026, 1, 1), max: Date.UTC(2027, 11, 1) })
  .map((at) => timestampOf(at));

/** A customer that is put again and again, each time with a billing day and a zone of its own. */
const aLife = fc.record({
  day: aDay,
  zone: aZone,
  changes: fc
    .array(fc.record({ at: anInstant, day: aDay, zone: fc.option(aZone, { nil: undefined }) }), {
      maxLength: 6,
    })
    .map((all) => all.toSorted((a, b) => a.at - b.at)),
});

const put = (before: Customer | undefined, customer: Customer, now: Timestamp): Customer =>
  customerAfter(before, { customer, now, replaces: undefined }, () => []);

const withDay = (customer: Customer, billingDay: number): Customer => {
  const { billingDay: _, ...others } = customer;
  return billingDay === 1 ? others : { ...others, billingDay };
};

/** By the calendar: where the time zone changes, one of them may be skipped. */
const daysOf = (customer: Customer, month: Month): number => {
  const calendar = customerCalendar(customer);
  return daysFrom(calendar.firstDay(month), calendar.firstDay(laterMonth(month)));
};

const periodOf = (customer: Customer, month: Month) => periodIn(customerCalendar(customer), month);

describe('the months of a customer with a billing day', () => {
  it('tile, begin in the month that names them, and are others only where they have not begun', () => {
    fc.assert(
      fc.property(aLife, ({ day, zone, changes }) => {
        const first = timestampOf(Date.UTC(2026, 0, 20));
        let customer = put(undefined, withDay(aCustomer({ timezone: zone }), day), first);
        for (const { at, day: next, zone: other } of changes) {
          const sent = withDay(aCustomer({ timezone: other ?? customer.timezone }), next);
          const after = put(customer, sent, at);
          const begun = months.filter((month) => periodOf(customer, month).start <= at);
          for (const month of begun) {
            expect(periodOf(after, month).start).toBe(periodOf(customer, month).start);
          }
          customer = after;
        }
        const calendar = customerCalendar(customer);
        for (const month of months) {
          const { start, end } = periodOf(customer, month);
          expect(periodOf(customer, laterMonth(month)).start).toBe(end);
          expect(end).toBeGreaterThan(start);
          expect(daysOf(customer, month)).toBeGreaterThanOrEqual(2);
          expect(calendar.firstDay(month).slice(0, 7)).toBe(month);
          expect(calendar.monthAt(start)).toBe(month);
          expect(calendar.monthAt(timestampOf(end - 1))).toBe(month);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('reach as far back, with one more, as whole months do', () => {
    fc.assert(
      fc.property(aLife, fc.integer({ min: 2, max: 5 }), ({ day, zone, changes }, back) => {
        let customer = withDay(aCustomer({ timezone: zone }), day);
        for (const { at, day: next } of changes) {
          customer = put(customer, withDay(aCustomer({ timezone: zone }), next), at);
        }
        for (const month of months) {
          const { end } = periodOf(customer, month);
          const last = periodOf(customer, laterMonth(month, back + 1)).end;
          expect(last - end).toBeGreaterThan(back * 28 * millisecondsPer.day);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('have shares by days that add up, each day that of a whole month', () => {
    fc.assert(
      fc.property(aLife, fc.nat(40), ({ day, zone, changes }, cut) => {
        let customer = withDay(aCustomer({ timezone: zone }), day);
        for (const { at, day: next } of changes) {
          customer = put(customer, withDay(aCustomer({ timezone: zone }), next), at);
        }
        const calendar = customerCalendar(customer);
        for (const month of months.slice(0, 12)) {
          const period = periodOf(customer, month);
          const days = Math.round((period.end - period.start) / millisecondsPer.day);
          const at = timestampOf(
            Math.min(period.end, period.start + Math.min(cut, days) * millisecondsPer.day),
          );
          const whole = shareOf(period, period, calendar);
          const [before, after] = [
            shareOf({ start: period.start, end: at }, period, calendar),
            shareOf({ start: at, end: period.end }, period, calendar),
          ];
          expect(whole).toEqual({ from: 0, to: days, of: daysIn(month) });
          expect([before.from, before.to, after.to]).toEqual([0, after.from, days]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are of the calendar where there never was a billing day, as before', () => {
    const customer = aCustomer({ timezone: timeZoneFrom('Europe/Berlin', '') });

    expect(put(undefined, customer, timestampOf(Date.UTC(2026, 0, 20)))).not.toHaveProperty(
      'billingDay',
    );
    expect(periodOf(customer, monthFrom('2026-11'))).not.toHaveProperty('cycle');
  });

  it('end where the next one begins when the day is changed, for example', () => {
    const now = timestampOf(Date.UTC(2026, 10, 20));
    const joined = put(undefined, withDay(aCustomer(), 15), timestampOf(Date.UTC(2026, 0, 15)));
    const shown = (customer: Customer) =>
      ['2026-10', '2026-11', '2026-12'].map((month) => {
        const { cycle } = periodOf(customer, monthFrom(month));
        return `${cycle?.firstDay} ${cycle?.lastDay}`;
      });

    expect(joined.since).toBe('2026-01');
    expect(shown(joined)).toEqual([
      '2026-10-15 2026-11-14',
      '2026-11-15 2026-12-14',
      '2026-12-15 2027-01-14',
    ]);
    // The one that goes on is shorter, or longer.
    expect(shown(put(joined, withDay(aCustomer(), 1), now)).slice(1)).toEqual([
      '2026-11-15 2026-11-30',
      '2026-12-01 2026-12-31',
    ]);
    expect(shown(put(joined, withDay(aCustomer(), 28), now)).slice(1)).toEqual([
      '2026-11-15 2026-12-27',
      '2026-12-28 2027-01-27',
    ]);
    // Taken back before it counts, nothing has changed.
    const back = put(put(joined, withDay(aCustomer(), 1), now), withDay(aCustomer(), 15), now);
    expect(back).toEqual(joined);
  });

  it('are never of one day, which another time zone could skip, for example', () => {
    const zone = (name: string) => ({ timezone: timeZoneFrom(name, '') });
    const west = aCustomer(zone('Pacific/Pago_Pago'));
    const joined = put(undefined, withDay(west, 28), timestampOf(Date.UTC(2026, 0, 20)));
    const moved = put(joined, withDay(west, 1), timestampOf(Date.UTC(2026, 1, 10)));
    const east = aCustomer(zone('Pacific/Kiritimati'));
    const after = put(moved, east, timestampOf(Date.UTC(2026, 1, 28, 20)));

    const days = ['2026-01', '2026-02', '2026-03'].map((month) => daysOf(after, monthFrom(month)));

    expect(days).toEqual([31, 28, 4]);
    expect(periodOf(after, monthFrom('2026-02'))).toMatchObject({
      start: Date.UTC(2026, 1, 28, 11),
      end: Date.UTC(2026, 2, 27, 10),
    });
  });

  it('have two days at least, for example where the day is changed twice at once', () => {
    const now = Date.UTC(2026, 1, 1);
    const pago = aCustomer({ timezone: timeZoneFrom('Pacific/Pago_Pago', '') });
    const joined = put(undefined, pago, timestampOf(Date.UTC(2026, 0, 20)));
    const late = put(joined, withDay(aCustomer(), 27), timestampOf(now));
    const back = put(late, aCustomer(), timestampOf(now + 1));

    expect(daysOf(back, monthFrom('2026-02'))).toBe(2);
    expect(periodOf(back, monthFrom('2026-02')).cycle).toEqual({
      month: '2026-02',
      firstDay: '2026-02-27',
      lastDay: '2026-02-28',
    });
  });

  it('tile where another time zone skips the day on which one begins, for example', () => {
    const zone = (name: string) => ({ timezone: timeZoneFrom(name, '') });
    const west = withDay(aCustomer(zone('Pacific/Pago_Pago')), 10);
    const east = withDay(aCustomer(zone('Pacific/Kiritimati')), 10);
    const joined = put(undefined, west, timestampOf(Date.UTC(2026, 0, 20)));
    const begins = Date.UTC(2026, 1, 10, 11);
    const calendar = customerCalendar(put(joined, east, timestampOf(begins)));

    const monthsAround = [begins - 1, begins].map((at) => calendar.monthAt(timestampOf(at)));

    expect(periodIn(calendar, monthFrom('2026-02')).start).toBe(begins);
    expect(monthsAround).toEqual(['2026-01', '2026-02']);
    expect(calendar.dayAt(timestampOf(begins - 1))).toBe('2026-02-09');
    expect(calendar.dayAt(timestampOf(begins))).toBe('2026-02-11');
    expect(calendar.dayStart('2026-02-11')).toBe(begins);
  });

  it('begin on the first day that there is, for example, though the time zone was changed since', () => {
    const zone = (name: string) => timeZoneFrom(name, '');
    const calendar = localCalendar(zone('Europe/Berlin'), [
      { timezone: zone('UTC'), from: '1970-01-01' },
      { timezone: zone('Europe/Berlin'), from: '2026-03-03' },
    ]);

    expect(calendar.dayStart('1970-01-01')).toBe(0);
  });
});
