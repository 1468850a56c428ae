import { describe, expect, it } from '@jest/globals';
import { aTime } from '../../cli/times.ts';

describe('a time at the command line', () => {
  it.each([
    ['2026-11', '2026-11-01T00:00:00Z'],
    ['2026-11-30', '2026-11-30T00:00:00Z'],
    ['2026-11-30T14:00Z', '2026-11-30T14:00:00Z'],
    ['2026-11-30 14:00:05.25+01:00', '2026-11-30T14:00:05.25+01:00'],
    ['2026-11-30t14:00:00z', '2026-11-30T14:00:00Z'],
  ])('may be %s', (text, instant) => {
    expect(aTime(text)).toBe(instant);
  });

  it.each([
    ['2026-02-30', 'There is no 2026-02-30'],
    ['2026-13', 'There is no 2026-13'],
    ['2026-11-30T14:00', 'Say its zone: 2026-11-30T14:00Z is in UTC'],
    ['tomorrow', 'or a day or month, which begin in UTC'],
    ['2026-11T14:00Z', 'or a day or month, which begin in UTC'],
    ['2026-11-30T25:00Z', 'or a day or month, which begin in UTC'],
  ])('may not be %s, and it is said why', (text, says) => {
    expect(() => aTime(text)).toThrow(says);
  });
});
