import { describe, expect, it } from '@jest/globals';
import {
  easterOf,
  isTargetDay,
  targetDayAfter,
  targetDayFrom,
} from '../../../../core/rails/sepa/target-days.ts';

describe('Easter', () => {
  // Of tables that churches have published; the earliest and the latest that there can be, too.
  it.each([
    ['1818-03-22'],
    ['1943-04-25'],
    ['2000-04-23'],
    ['2008-03-23'],
    ['2024-03-31'],
    ['2025-04-20'],
    ['2026-04-05'],
    ['2027-03-28'],
    ['2028-04-16'],
    ['2038-04-25'],
    ['2100-03-28'],
  ])('is on %s', (date) => {
    const [year = 0, month = 0, day = 0] = date.split('-').map(Number);

    expect(easterOf(year)).toEqual({ month, day });
  });
});

describe('days on which banks settle in euro', () => {
  it.each([
    ['a Saturday', '2026-02-14'],
    ['a Sunday', '2026-02-15'],
    ['the first of January', '2027-01-01'],
    ['Good Friday', '2026-04-03'],
    ['the Monday of Easter', '2026-04-06'],
    ['the first of May', '2026-05-01'],
    ['the 25th of December', '2026-12-25'],
    ['the 26th of December', '2028-12-26'],
  ])('are not %s: %s', (_, day) => {
    expect(isTargetDay(day)).toBe(false);
  });

  it.each([
    ['a Monday', '2026-02-16'],
    ['a holiday of one country', '2026-10-05'],
    ['the Thursday before Easter', '2026-04-02'],
    ['a 24th of December', '2026-12-24'],
  ])('are %s: %s', (_, day) => {
    expect(isTargetDay(day)).toBe(true);
  });

  it('come after weekends and holidays', () => {
    expect(targetDayAfter('2026-04-02')).toBe('2026-04-07');
    expect(targetDayFrom('2026-12-25')).toBe('2026-12-28');
    expect(targetDayFrom('2026-02-16')).toBe('2026-02-16');
  });
});
