import { describe, expect, it } from '@jest/globals';
import { rfc3339, timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';

const read = (text: string): string | undefined => {
  const timestamp = timestampFrom(text);
  return timestamp === undefined ? undefined : new Date(timestamp).toISOString();
};

describe('reading RFC 3339', () => {
  it.each([
    ['2026-11-22T09:43:00Z', '2026-11-22T09:43:00.000Z'],
    ['2026-11-22T09:43:00.5Z', '2026-11-22T09:43:00.500Z'],
    ['2026-11-22t09:43:00z', '2026-11-22T09:43:00.000Z'],
    ['2026-11-22 09:43:00Z', '2026-11-22T09:43:00.000Z'],
    ['2026-11-22T09:43:00.123456789Z', '2026-11-22T09:43:00.123Z'],
    ['2026-11-22T09:43:00.9999Z', '2026-11-22T09:43:00.999Z'],
    ['2026-11-22T09:43:00.1239999999Z', '2026-11-22T09:43:00.123Z'],
    [`2026-11-22T09:43:00.${'9'.repeat(30)}+00:00`, '2026-11-22T09:43:00.999Z'],
    ['2026-11-22T09:43:00+05:30', '2026-11-22T04:13:00.000Z'],
    ['2026-11-22T00:43:00-23:59', '2026-11-23T00:42:00.000Z'],
    ['2026-11-22T09:43:00-00:00', '2026-11-22T09:43:00.000Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31T23:59:59.999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-11-22',
    '2026-11-22T09:43Z',
    '2026-11-22T09:43:00',
    '2026-11-22T09:43:00.Z',
    '2026-11-22T09:43:00,5Z',
    `2026-11-22T09:43:00.${'1'.repeat(31)}Z`,
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-11-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T09:60:00Z',
    '2026-12-31T23:59:60Z',
    '2026-11-22T09:43:00+24:00',
    '2026-11-22T09:43:00+05:60',
    '2026-11-22T09:43:00+0530',
    '+002026-11-22T09:43:00Z',
    ' 2026-11-22T09:43:00Z',
    '2026-11-22T09:43:00Z\n',
    '1795340580000',
  ])('refuses %j', (text) => {
    expect(timestampFrom(text)).toBeUndefined();
  });

  it('reads every day of a leap year, and no other', () => {
    let days = 0;
    for (let month = 1; month <= 12; month += 1) {
      for (let day = 1; day <= 31; day += 1) {
        const text = `2024-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T12:00:00Z`;
        if (read(text) !== undefined) days += 1;
      }
    }

    expect(days).toBe(366);
  });
});

describe('writing RFC 3339', () => {
  it('shows milliseconds only where there are some', () => {
    expect(rfc3339(timestampOf(0))).toBe('1970-01-01T00:00:00Z');
    expect(rfc3339(timestampOf(1))).toBe('1970-01-01T00:00:00.001Z');
  });
});
