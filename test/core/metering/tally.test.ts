import { describe, expect, it } from '@jest/globals';
import { type Decimal, decimalFrom, decimalOf, decimalText } from '../../../core/kernel/decimal.ts';
import { timestampFrom, timestampOf } from '../../../core/kernel/timestamp.ts';
import { merged, numericTally, quantityOf, type Tally } from '../../../core/metering/tally.ts';

const decimal = (text: string): Decimal => decimalFrom(text) ?? decimalOf(-1n);
const at = (time: string, identity = 'a') => ({
  occurredAt: timestampFrom(time) ?? timestampOf(0),
  identity,
});
const august = {
  start: timestampFrom('2023-08-01T00:00:00Z') ?? timestampOf(0),
  end: timestampFrom('2023-09-01T00:00:00Z') ?? timestampOf(0),
};
const quantity = (tallies: readonly Tally[]): string =>
  decimalText(quantityOf(tallies.reduce(merged), august));

describe('a tally', () => {
  it('counts', () => {
    expect(
      quantity([
        { kind: 'count', count: 2n },
        { kind: 'count', count: 3n },
      ]),
    ).toBe('5');
  });

  it('sums without a float in sight', () => {
    const tallies = ['0.1', '0.2', '0.000000000001'].map((value) =>
      numericTally('sum', decimal(value), at('2023-08-01T00:00:00Z')),
    );

    expect(quantity(tallies)).toBe('0.300000000001');
  });

  it('finds the least and the greatest, negative ones too', () => {
    const values = ['3', '-7', '0'].map(decimal);
    const moment = at('2023-08-01T00:00:00Z');

    expect(quantity(values.map((value) => numericTally('min', value, moment)))).toBe('-7');
    expect(quantity(values.map((value) => numericTally('max', value, moment)))).toBe('3');
  });

  it('takes the value of the latest event, however the events arrived', () => {
    const late = numericTally('latest', decimal('14'), at('2023-08-02T00:00:00Z'));
    const early = numericTally('latest', decimal('18'), at('2023-08-01T00:00:00Z'));

    expect(quantity([late, early])).toBe('14');
    expect(quantity([early, late])).toBe('14');
  });

  it('settles which of two events of one millisecond is the latest by identity', () => {
    const a = numericTally('latest', decimal('1'), at('2023-08-01T00:00:00Z', 'a'));
    const b = numericTally('latest', decimal('2'), at('2023-08-01T00:00:00Z', 'b'));

    expect(quantity([a, b])).toBe('2');
    expect(quantity([b, a])).toBe('2');
  });

  it('counts a member of a set once', () => {
    const tallies: Tally[] = [
      { kind: 'unique_count', members: new Set(['x', 'y']) },
      { kind: 'unique_count', members: new Set(['y']) },
    ];

    expect(quantity(tallies)).toBe('2');
  });

  it('weighs a level by how long it held: a worked example of Lago, to 12 places', () => {
    const events: [string, string][] = [
      ['2023-08-01T00:00:00Z', '2'],
      ['2023-08-01T01:00:00Z', '3'],
      ['2023-08-01T01:30:00Z', '1'],
      ['2023-08-01T02:00:00Z', '-4'],
      ['2023-08-01T04:00:00Z', '-2'],
      ['2023-08-01T05:00:00Z', '10'],
      ['2023-08-01T05:30:00Z', '-10'],
    ];
    const tallies = events.map(([time, value]) =>
      numericTally('weighted_sum', decimal(value), at(time)),
    );

    expect(quantity(tallies)).toBe('0.022177419355');
  });

  it('is never merged with one of another kind', () => {
    const count: Tally = { kind: 'count', count: 1n };
    const sum: Tally = { kind: 'sum', sum: decimal('1') };

    expect(() => merged(count, sum)).toThrow('tallies of one meter are of one kind');
  });
});
