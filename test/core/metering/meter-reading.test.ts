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
    ['25 digits before the point', '{"bytes":1e25}'],
    ['an integer of 30 digits', '{"bytes":123456789012345678901234567890}'],
    ['what rounds up to 25 digits', `{"bytes":${'9'.repeat(24)}.9999999999999}`],
    ['data that is no object', '"text"'],
    ['an inherited property', '{"constructor":1}'],
  ])('finds %s unreadable', (_, data) => {
    expect(reading({ aggregation: 'sum', value: 'bytes' }, data)).toEqual({
      dimensions: [],
      tally: undefined,
      isRounded: false,
    });
  });

  it.each([
    ['0.1 + 0.2 of JavaScript', String(0.1 + 0.2), 300_000_000_000n],
    ['a third', String(1 / 3), 333_333_333_333n],
    ['two thirds, as a string', '"0.6666666666666666"', 666_666_666_667n],
    ['half above an even digit', '0.0000000000025', 2n],
    ['half above an odd digit', '0.0000000000035', 4n],
    ['half below zero', '-0.0000000000035', -4n],
    ['just above half', '0.00000000000250000001', 3n],
    ['what is next to nothing', '5e-324', 0n],
    ['an integer of 24 digits', '123456789012345678901234', 123456789012345678901234n * 10n ** 12n],
  ])('reads %s to 12 places, half to even', (_, value, sum) => {
    expect(sumOf(`{"bytes":${value}}`)).toEqual({ kind: 'sum', sum });
  });

  it('says which values it rounded', () => {
    const isRounded = (value: string) =>
      reading({ aggregation: 'max', value: 'bytes' }, `{"bytes":${value}}`)?.isRounded;

    expect(['0.5', '0.1234567890123', '"many"'].map(isRounded)).toEqual([false, true, false]);
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
