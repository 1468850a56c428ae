import { describe, expect, it } from '@jest/globals';
import type { Meter } from '../../../core/metering/meter.ts';
import { EventFields, type Reading, readingOf } from '../../../core/metering/meter-reading.ts';
import { aMeter, anIdentifiedEvent } from '../../fixtures/usage-events.ts';

function reading(meter: Partial<Meter>, data: string | undefined): Reading | undefined {
  const identified = anIdentifiedEvent({ data });
  return readingOf(aMeter(meter), identified, new EventFields(identified.event));
}
const sumOf = (data: string): unknown =>
  reading({ aggregation: 'sum', value: 'bytes' }, data)?.tally;

describe('a meter', () => {
  it('reads nothing off an event of another type', () => {
    expect(reading({ eventType: 'download' }, '{}')).toBeUndefined();
  });

  it('counts an event without data', () => {
    expect(reading({}, undefined)?.tally).toEqual({ kind: 'count', count: 1n });
  });

  it.each([
    ['a number', '{"bytes":12.5}', 12_500_000_000_000n],
    ['a decimal string', '{"bytes":"12.5"}', 12_500_000_000_000n],
    [
      'a number that no double holds',
      '{"bytes":12345678901234567.123}',
      12345678901234567123_000_000_000n,
    ],
    ['an exponent', '{"bytes":1e3}', 1_000_000_000_000_000n],
    ['a negative number', '{"bytes":-1}', -1_000_000_000_000n],
  ])('sums %s exactly', (_, data, sum) => {
    expect(sumOf(data)).toEqual({ kind: 'sum', sum });
  });

  it.each([
    ['no such field', '{}'],
    ['text', '{"bytes":"many"}'],
    ['a truth value', '{"bytes":true}'],
    ['null', '{"bytes":null}'],
    ['a list', '{"bytes":[1]}'],
    ['13 places', '{"bytes":0.1234567890123}'],
    ['25 digits before the point', '{"bytes":1e25}'],
    ['data that is no object', '"text"'],
    ['an inherited property', '{"constructor":1}'],
  ])('finds %s unreadable', (_, data) => {
    expect(reading({ aggregation: 'sum', value: 'bytes' }, data)).toEqual({
      dimensions: [],
      tally: undefined,
    });
  });

  it('reaches into data by JSON Pointer', () => {
    const meter = { aggregation: 'max', value: '/usage/a~1b' } as const;

    expect(reading(meter, '{"usage":{"a/b":3}}')?.tally).toEqual({
      kind: 'max',
      greatest: 3_000_000_000_000n,
    });
  });

  it('keeps dimension values as text, and a missing one apart from every text', () => {
    const meter = { dimensions: ['status', 'region', 'ok', 'none'] };

    expect(reading(meter, '{"status":200,"region":"eu","ok":false}')?.dimensions).toEqual([
      '200',
      'eu',
      'false',
      null,
    ]);
  });

  it('keeps long dimension values apart that begin alike', () => {
    const [one, other] = ['x', 'y'].map(
      (end) =>
        reading({ dimensions: ['path'] }, `{"path":"${'a'.repeat(5_000)}${end}"}`)?.dimensions[0],
    );

    expect(one).not.toBe(other);
    expect(one?.length).toBeLessThan(256);
  });

  it.each([
    ['{"status":200}', true],
    ['{"status":"200"}', true],
    ['{"status":304}', true],
    ['{"status":404}', false],
    ['{}', false],
  ])('with a filter on status takes %s: %s', (data, passes) => {
    expect(reading({ filter: { status: ['200', '304'] } }, data) !== undefined).toBe(passes);
  });
});
