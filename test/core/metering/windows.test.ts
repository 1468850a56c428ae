import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { localStart, timeZoneFrom, utc } from '../../../core/kernel/time-zone.ts';
import {
  millisecondsPer,
  type Period,
  rfc3339,
  timestampFrom,
  timestampOf,
} from '../../../core/kernel/timestamp.ts';
import { type WindowUnit, windowsOf } from '../../../core/metering/query/windows.ts';

const zone = (name: string) => timeZoneFrom(name, 'timezone');

function windows(from: string, to: string, unit: WindowUnit | undefined, name: string): Period[] {
  const at = (text: string) =>
    timestampFrom(text) ?? localStart(text, zone(name)) ?? timestampOf(Number.NaN);
  return windowsOf({ start: at(from), end: at(to) }, unit, zone(name));
}

const starts = (periods: readonly Period[]): string[] => periods.map(({ start }) => rfc3339(start));
const hours = (periods: readonly Period[]): number[] =>
  periods.map(({ start, end }) => (end - start) / millisecondsPer.hour);

describe('windowsOf', () => {
  it('is the whole period where no unit is asked for', () => {
    expect(windows('2026-10-01', '2026-11-01', undefined, 'UTC')).toHaveLength(1);
  });

  it('has days of 23 and 25 hours where clocks change', () => {
    expect(hours(windows('2026-03-28', '2026-03-31', 'day', 'Europe/Berlin'))).toEqual([
      24, 23, 24,
    ]);
    expect(hours(windows('2026-10-24', '2026-10-27', 'day', 'Europe/Berlin'))).toEqual([
      24, 25, 24,
    ]);
  });

  it('has a day of 24.5 hours where clocks change by half an hour', () => {
    const days = windows('2026-04-04', '2026-04-07', 'day', 'Australia/Lord_Howe');

    expect(hours(days)).toEqual([24, 24.5, 24]);
  });

  it('starts days on the quarter hour in zones that are 45 minutes off', () => {
    expect(starts(windows('2026-10-01', '2026-10-03', 'day', 'Asia/Kathmandu'))).toEqual([
      '2026-09-30T18:15:00Z',
      '2026-10-01T18:15:00Z',
    ]);
  });

  it('starts a day whose midnight does not exist when clocks are put forward', () => {
    const days = windows('2026-09-05', '2026-09-08', 'day', 'America/Santiago');

    expect(starts(days)).toEqual([
      '2026-09-05T04:00:00Z',
      '2026-09-06T04:00:00Z',
      '2026-09-07T03:00:00Z',
    ]);
    expect(hours(days)).toEqual([24, 23, 24]);
  });

  it('has no window for a day that does not exist', () => {
    const days = windows('2011-12-29', '2012-01-01', 'day', 'Pacific/Apia');

    expect(starts(days)).toEqual(['2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z']);
  });

  it('keeps the two passes of an hour that comes twice apart', () => {
    const two = windows('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z', 'hour', 'Europe/Berlin');

    expect(starts(two)).toEqual(['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z']);
  });

  it('has an hour of 30 minutes where clocks go back by half an hour', () => {
    const found = windows(
      '2026-04-04T14:00:00Z',
      '2026-04-04T16:30:00Z',
      'hour',
      'Australia/Lord_Howe',
    );

    expect(hours(found)).toEqual([1, 0.5, 1]);
  });

  it('starts hours on the local hour in a zone that is 45 minutes off', () => {
    const found = windows('2026-10-01T00:00:00Z', '2026-10-01T02:00:00Z', 'hour', 'Asia/Kathmandu');

    expect(starts(found)).toEqual([
      '2026-10-01T00:00:00Z',
      '2026-10-01T00:15:00Z',
      '2026-10-01T01:15:00Z',
    ]);
  });

  it('clips the first and the last month to the period', () => {
    expect(starts(windows('2026-01-15', '2026-03-02', 'month', 'America/New_York'))).toEqual([
      '2026-01-15T05:00:00Z',
      '2026-02-01T05:00:00Z',
      '2026-03-01T05:00:00Z',
    ]);
  });

  it('refuses a zone and time whose days begin off the quarter hour', () => {
    const old = () =>
      windows('1971-01-01T00:00:00Z', '1971-02-01T00:00:00Z', 'day', 'Africa/Monrovia');

    expect(old).toThrow(expect.objectContaining({ code: 'usage.not-aligned' }));
  });
});

describe('timeZoneFrom', () => {
  it('takes any letter case and says the usual one', () => {
    expect(zone('europe/PARIS')).toBe('Europe/Paris');
    expect(zone('utc')).toBe(utc);
  });

  it.each(['+02:00', 'Mars/Olympus', '', 'Europe/Paris ', '2026-10-01[Europe/Paris]'])(
    'refuses %j',
    (name) => {
      expect(() => zone(name)).toThrow(Rejection);
    },
  );
});

describe('localStart', () => {
  it('reads a day and a month in the zone', () => {
    expect(localStart('2026-10-01', zone('Asia/Tokyo'))).toBe(Date.UTC(2026, 8, 30, 15));
    expect(localStart('2026-10', utc)).toBe(Date.UTC(2026, 9, 1));
  });

  it.each(['2026-13', '2026-02-30', '2026', '2026-1-1', '1969-12-31', '9999-01'])(
    'is undefined for %s',
    (text) => {
      expect(localStart(text, utc)).toBeUndefined();
    },
  );
});
