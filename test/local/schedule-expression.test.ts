import { describe, expect, it } from '@jest/globals';
import { scheduleTimes } from '../../local/schedules/expression.ts';

const lastWithin = (
  expression: string,
  after: string,
  until: string,
  zone = 'UTC',
): string | undefined => {
  const at = scheduleTimes(expression, zone).lastWithin(Date.parse(after), Date.parse(until));
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a schedule', () => {
  it.each([
    [
      'cron(0 0 1 * ? *)',
      '2026-01-15T00:00:00Z',
      '2026-02-01T00:00:00Z',
      '2026-02-01T00:00:00.000Z',
    ],
    [
      'cron(0 0 1 * ? *)',
      '2026-01-15T00:00:00Z',
      '2026-05-05T00:00:00Z',
      '2026-05-01T00:00:00.000Z',
    ],
    [
      'cron(0 8 ? * 2 *)',
      '2026-01-01T00:00:00Z',
      '2026-01-09T00:00:00Z',
      '2026-01-05T08:00:00.000Z',
    ],
    [
      'cron(0 8 ? * SUN *)',
      '2026-01-01T00:00:00Z',
      '2026-01-09T00:00:00Z',
      '2026-01-04T08:00:00.000Z',
    ],
    [
      'cron(15 10 ? * 6L 2026)',
      '2026-01-01T00:00:00Z',
      '2026-02-05T00:00:00Z',
      '2026-01-30T10:15:00.000Z',
    ],
    [
      'cron(0 12 L * ? *)',
      '2026-01-01T00:00:00Z',
      '2026-02-03T00:00:00Z',
      '2026-01-31T12:00:00.000Z',
    ],
    [
      'cron(5/10 * * * ? *)',
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:20:00Z',
      '2026-01-01T00:15:00.000Z',
    ],
    [
      'cron(0 9 ? * 3#2 *)',
      '2026-01-01T00:00:00Z',
      '2026-01-31T00:00:00Z',
      '2026-01-13T09:00:00.000Z',
    ],
    [
      'cron(0 12 * * ? *)',
      '2026-01-01T11:59:59.999Z',
      '2026-01-01T12:00:00Z',
      '2026-01-01T12:00:00.000Z',
    ],
    ['rate(1 hour)', '2026-01-01T00:30:00Z', '2026-01-01T01:00:00Z', '2026-01-01T01:00:00.000Z'],
    [
      'at(2026-01-31T23:59:00)',
      '2026-01-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
      '2026-01-31T23:59:00.000Z',
    ],
  ])('%s was due after %s, by %s, at %s', (expression, after, until, at) => {
    expect(lastWithin(expression, after, until)).toBe(at);
  });

  it.each([
    ['cron(0 0 1 * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T00:00:00Z'],
    ['cron(0 8 ? * 2 2030)', '2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z'],
    ['cron(0 12 * * ? *)', '2026-01-01T12:00:00Z', '2026-01-01T12:00:59.999Z'],
    ['rate(1 hour)', '2026-01-01T01:00:00Z', '2026-01-01T01:59:59Z'],
    ['at(2026-01-31T23:59:00)', '2026-01-31T23:59:00Z', '2026-03-01T00:00:00Z'],
    ['rate(5 minutes)', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['cron(0 0 1 * ? *)', '2026-03-02T00:00:00Z', '2026-01-01T00:00:00Z'],
  ])('%s was not due after %s, by %s', (expression, after, until) => {
    expect(lastWithin(expression, after, until)).toBeUndefined();
  });

  it('is read in its time zone, over the change to summer time', () => {
    const daily = 'cron(0 9 * * ? *)';

    expect(lastWithin(daily, '2026-03-28T00:00:00Z', '2026-03-28T23:00:00Z', 'Europe/Berlin')).toBe(
      '2026-03-28T08:00:00.000Z',
    );
    expect(lastWithin(daily, '2026-03-29T00:00:00Z', '2026-03-29T23:00:00Z', 'Europe/Berlin')).toBe(
      '2026-03-29T07:00:00.000Z',
    );
    expect(
      lastWithin(
        'at(2026-07-01T00:00:00)',
        '2026-06-01T00:00:00Z',
        '2026-07-02T00:00:00Z',
        'Europe/Berlin',
      ),
    ).toBe('2026-06-30T22:00:00.000Z');
  });

  it.each([
    ['every monday'],
    ['cron(* * * * *)'],
    ['rate(0 minutes)'],
    ['rate(5 weeks)'],
    ['at(tomorrow)'],
  ])('is refused when it is %s', (expression) => {
    expect(() => scheduleTimes(expression, 'UTC')).toThrow(expression);
  });
});
