import { describe, expect, it } from '@jest/globals';
import type { SentEvent } from '../traffic.ts';
import { memberOf } from './events.ts';
import { type CountedMeter, recounted } from './recount.ts';

const hour = 3_600_000 * 1_000;

const anEvent = (fields: Partial<SentEvent> = {}): SentEvent => ({
  tenant: 'a',
  source: 's',
  id: '1',
  type: 'view',
  subject: 'reader',
  time: hour,
  data: { amount: 2 },
  ...fields,
});

const aMeter = (fields: Partial<CountedMeter> = {}): CountedMeter => ({
  key: 'm',
  eventType: 'view',
  aggregation: 'count',
  dimensions: [],
  filter: {},
  ...fields,
});

const events = [
  anEvent({ id: '1', data: { amount: '0.5', page: '/' } }),
  anEvent({ id: '2', data: { amount: -2, page: '/' }, time: hour + 1_000 }),
  anEvent({ id: '3', data: { amount: 'many', page: '/' } }),
];
const row = '["reader","m",0,[]]';
const ONE = 1_000_000_000_000n;

describe('the recount', () => {
  it.each([
    ['count', 'c 3, unreadable 0'],
    ['sum', `s ${(-3n * ONE) / 2n}, unreadable 1`],
    ['min', `n ${-2n * ONE}, unreadable 1`],
    ['max', `x ${ONE / 2n}, unreadable 1`],
    ['weighted_sum', `w ${(ONE / 2n) * 3_600_000n - 2n * ONE * 3_599_000n}, unreadable 1`],
  ])('knows what %s comes to', (aggregation, text) => {
    const meter = aMeter({ aggregation, value: 'amount' });

    expect([...recounted(events, [meter])]).toEqual([[row, text]]);
  });

  it('knows the latest by time', () => {
    const text = recounted(events, [aMeter({ aggregation: 'latest', value: 'amount' })]).get(row);

    expect(text).toMatch(/^l -2000000000000 3600001000 \S{22}, unreadable 1$/);
  });

  it('knows distinct values, a number and its text as one', () => {
    const visits = [{ v: 5 }, { v: '5' }, { v: true }].map((data, index) =>
      anEvent({ id: String(index), data }),
    );
    const members = [memberOf('5'), memberOf('true')].sort().join(' ');

    const rows = recounted(visits, [aMeter({ aggregation: 'unique_count', value: 'v' })]);

    expect(rows.get(row)).toBe(`u ${members}, unreadable 0`);
  });

  it('keeps quarters, subjects and dimensions apart, and leaves out what a filter does', () => {
    const meter = aMeter({ dimensions: ['page'], filter: { page: ['/', '/a'] } });
    const seen = [
      anEvent({ id: '1', data: { page: '/' } }),
      anEvent({ id: '2', data: { page: '/' }, time: hour + 900_000 }),
      anEvent({ id: '3', data: { page: '/a' } }),
      anEvent({ id: '4', data: { page: '/' }, subject: 'other' }),
      anEvent({ id: '5', data: { page: '/b' } }),
      anEvent({ id: '6', data: { page: '/' }, type: 'call' }),
    ];

    expect([...recounted(seen, [meter]).keys()].sort()).toEqual([
      '["other","m",0,["/"]]',
      '["reader","m",0,["/"]]',
      '["reader","m",0,["/a"]]',
      '["reader","m",1,["/"]]',
    ]);
  });
});
