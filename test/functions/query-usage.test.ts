import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '../fixtures/customers.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { aQuery, used } from '../support/a-query.ts';
import { everyItem } from '../support/ask.ts';

type Row = Readonly<Record<string, unknown>>;
const rowsOf = (body: Readonly<Record<string, unknown>>): readonly Row[] => body['rows'] as Row[];
const valuesOf = (body: Readonly<Record<string, unknown>>) =>
  rowsOf(body).map(({ value }) => value);

const month = [
  used('a', '2026-10-01T00:00:00Z', { section: 'news' }),
  used('a', '2026-10-01T22:30:00Z', { section: 'sports', device: 'phone' }),
  used('b', '2026-10-02T08:59:59.999Z', { section: 'news' }),
  used('c', '2026-10-31T23:59:59Z', {}),
  used('c', '2026-11-01T00:00:00Z', { section: 'news' }),
];

describe('GET /v1/usage', () => {
  it('answers one row for the whole period, in the shape that programs rely on', async () => {
    const { get } = await aQuery({ events: month });

    const { status, body } = await get();

    expect(status).toBe(200);
    expect(body).toEqual({
      meter: 'views',
      aggregation: 'count',
      from: '2026-10-01T00:00:00Z',
      to: '2026-11-01T00:00:00Z',
      window: null,
      timezone: 'UTC',
      rows: [
        {
          start: '2026-10-01T00:00:00Z',
          end: '2026-11-01T00:00:00Z',
          dimensions: {},
          value: '4',
        },
      ],
    });
  });

  it('tells what nobody pays for from what somebody does', async () => {
    const { get } = await aQuery({
      events: month,
      customers: [aCustomer({ subjects: ['a', 'not seen yet'] })],
    });

    const unassigned = await get({ assigned: 'false', groupBy: 'subject' });
    const assigned = await get({ assigned: 'true', groupBy: 'subject' });

    expect(rowsOf(unassigned.body).map(({ subject, value }) => [subject, value])).toEqual([
      ['b', '1'],
      ['c', '1'],
    ]);
    expect(rowsOf(assigned.body).map(({ subject, value }) => [subject, value])).toEqual([
      ['a', '2'],
    ]);
  });

  it('answers a row for each day of the time zone, also for days without usage', async () => {
    const { get } = await aQuery({ events: month });

    const { body } = await get({
      from: '2026-10-01',
      to: '2026-10-04',
      window: 'day',
      timezone: 'europe/berlin',
    });

    expect(body).toMatchObject({ window: 'day', timezone: 'Europe/Berlin' });
    expect(rowsOf(body).map(({ start, value }) => [start, value])).toEqual([
      ['2026-09-30T22:00:00Z', '1'],
      ['2026-10-01T22:00:00Z', '2'],
      ['2026-10-02T22:00:00Z', '0'],
    ]);
  });

  it('counts a quarter hour to the window it is in where the zone is 45 minutes off', async () => {
    const events = [used('a', '2026-10-01T18:14:59Z'), used('a', '2026-10-01T18:15:00Z')];
    const { get } = await aQuery({ events });

    const { body } = await get({
      from: '2026-10-01',
      to: '2026-10-03',
      window: 'day',
      timezone: 'Asia/Kathmandu',
    });

    expect(valuesOf(body)).toEqual(['1', '1']);
  });

  it('counts the 25 hours of the day on which clocks go back', async () => {
    const hours = Array.from({ length: 48 }, (_, hour) =>
      used('a', new Date(Date.UTC(2026, 9, 24, hour)).toISOString()),
    );
    const { get } = await aQuery({ events: hours });

    const { body } = await get({
      from: '2026-10-25',
      to: '2026-10-26',
      window: 'day',
      timezone: 'Europe/Paris',
    });

    // From 22:00 UTC on the 24th; the last of the 48 hours is 23:00 UTC on the 25th, an hour too late.
    expect(valuesOf(body)).toEqual(['25']);
  });

  it('groups by subject and dimensions in the order asked for, sorted, null where there is no such field', async () => {
    const { get } = await aQuery({ events: month });

    const { body } = await get({ groupBy: 'device,subject,section' });

    expect(
      rowsOf(body).map(({ subject, dimensions, value }) => [subject, dimensions, value]),
    ).toEqual([
      ['a', { device: null, section: 'news' }, '1'],
      ['a', { device: 'phone', section: 'sports' }, '1'],
      ['b', { device: null, section: 'news' }, '1'],
      ['c', { device: null, section: null }, '1'],
    ]);
  });

  it('groups by customer, and subjects that nobody pays for under none', async () => {
    const customers = [
      aCustomer({ key: 'one', subjects: ['a', 'b'] }),
      aCustomer({ key: 'two', subjects: ['z'] }),
    ];
    const { get } = await aQuery({ events: month, customers });

    const { body } = await get({ groupBy: 'customer' });

    expect(rowsOf(body)).toEqual([
      expect.not.objectContaining({ customer: expect.anything() }),
      expect.objectContaining({ customer: 'one', value: '3' }),
    ]);
    expect(valuesOf(body)).toEqual(['1', '3']);
  });

  it('answers for one customer what its subjects used', async () => {
    const customers = [aCustomer({ key: 'one', subjects: ['a', 'c'] })];
    const { get } = await aQuery({ events: month, customers });

    const { body } = await get({ customer: 'one', groupBy: 'customer,subject' });

    expect(body).toMatchObject({ customer: 'one' });
    expect(rowsOf(body).map(({ customer, subject, value }) => [customer, subject, value])).toEqual([
      ['one', 'a', '2'],
      ['one', 'c', '1'],
    ]);
  });

  it('answers for a customer without subjects that it used nothing', async () => {
    const { get } = await aQuery({ events: month, customers: [aCustomer({ subjects: [] })] });

    expect(valuesOf((await get({ customer: 'press-review' })).body)).toEqual(['0']);
  });

  it('answers for one subject, whoever pays for it', async () => {
    const customers = [aCustomer({ key: 'one', subjects: ['a'] })];
    const { get } = await aQuery({ events: month, customers });

    const owned = await get({ subject: 'a', groupBy: 'customer' });
    const unowned = await get({ subject: 'b', groupBy: 'customer' });

    expect(rowsOf(owned.body)).toMatchObject([{ customer: 'one', value: '2' }]);
    expect(rowsOf(unowned.body)).toEqual([expect.not.objectContaining({ customer: 'one' })]);
  });

  it('counts only events with the dimension’s value asked for', async () => {
    const { get } = await aQuery({ events: month });

    const { body } = await get({ 'dimension.section': 'news' });

    expect(valuesOf(body)).toEqual(['2']);
  });

  it('keeps odd subjects and values apart and intact', async () => {
    const odd = ['a#b', 'a|b', 'a b', '🦊', '"', `${'é'.repeat(511)}x`, `${'é'.repeat(511)}y`];
    const events = odd.map((text) => used(text, '2026-10-05T10:00:00Z', { section: text }));
    const { get } = await aQuery({ events });

    const { body } = await get({ groupBy: 'subject' });

    expect(new Set(rowsOf(body).map(({ subject }) => subject))).toEqual(new Set(odd));
    expect(new Set(valuesOf(body))).toEqual(new Set(['1']));
  });

  it('merges distinct members over subjects and hours', async () => {
    const readers = aMeter({ key: 'views', aggregation: 'unique_count', value: 'reader' });
    const events = [
      used('a', '2026-10-01T00:00:00Z', { reader: 'r1' }),
      used('b', '2026-10-01T00:00:00Z', { reader: 'r1' }),
      used('a', '2026-10-09T07:00:00Z', { reader: 'r2' }),
    ];
    const { get } = await aQuery({ events, meters: [readers] });

    expect(valuesOf((await get()).body)).toEqual(['2']);
    expect(valuesOf((await get({ groupBy: 'subject' })).body)).toEqual(['2', '1']);
  });

  it('answers the mean level over each window of a weighted sum', async () => {
    const seats = aMeter({ key: 'views', aggregation: 'weighted_sum', value: 'seats' });
    const events = [used('a', '2026-10-01T12:00:00Z', { seats: 8 })];
    const { get } = await aQuery({ events, meters: [seats] });

    const { body } = await get({ to: '2026-10-03', window: 'day' });

    expect(valuesOf(body)).toEqual(['4', '0']);
  });

  it('has no row for a window without a least value, and says what it could not read', async () => {
    const least = aMeter({ key: 'views', aggregation: 'min', value: 'n' });
    const events = [
      used('a', '2026-10-01T12:00:00Z', { n: '-0.000000000001' }),
      used('a', '2026-10-01T13:00:00Z', { n: 7 }),
      used('a', '2026-10-02T13:00:00Z', { n: 'many' }),
    ];
    const { get } = await aQuery({ events, meters: [least] });

    const { body } = await get({ window: 'day' });

    expect(body).toMatchObject({ unreadable: 1 });
    expect(rowsOf(body)).toMatchObject([
      { start: '2026-10-01T00:00:00Z', value: '-0.000000000001' },
    ]);
  });

  it('pages through all rows, each once, with a cursor for the same query only', async () => {
    const events = Array.from({ length: 25 }, (_, index) =>
      used(`s${index}`, `2026-10-${10 + (index % 3)}T10:00:00Z`),
    );
    const { get } = await aQuery({ events });
    const query = { window: 'day', groupBy: 'subject', limit: '4' };
    const whole = await get({ ...query, limit: '10000' });

    let pages = 0;
    const rows = await everyItem<Row>(
      (page) => {
        pages += 1;
        return get(page);
      },
      'rows',
      query,
    );

    expect(pages).toBeGreaterThanOrEqual(7);
    expect(rows).toEqual(rowsOf(whole.body));
    expect(rows).toHaveLength(25);
    const { body } = await get(query);
    const elsewhere = await get({ ...query, window: 'hour', cursor: String(body['nextCursor']) });
    expect(elsewhere.body).toMatchObject({ code: 'request.bad-cursor', param: 'cursor' });
  });

  it('pages through what is under a subject and its pseudonym as one, and names no pseudonym', async () => {
    const { get } = await aQuery({
      events: [...month, used('pseudonym:1', '2026-10-01T09:00:00Z', { section: 'news' })],
      pseudonyms: new Map([
        ['a', 'pseudonym:1'],
        ['b', 'pseudonym:2'],
      ]),
    });
    const query = { subject: 'a', groupBy: 'subject,section', window: 'day', limit: '1' };

    const rows = await everyItem<Row>((page) => get(page), 'rows', query);

    expect(rows).toMatchObject([
      { start: '2026-10-01T00:00:00Z', subject: 'a', dimensions: { section: 'news' }, value: '2' },
      {
        start: '2026-10-01T00:00:00Z',
        subject: 'a',
        dimensions: { section: 'sports' },
        value: '1',
      },
    ]);
  });

  it('says that an answer is partial while hours in it were folded before the meter was there', async () => {
    const young = aMeter({ key: 'views', sinceVersion: 2 });
    const { get } = await aQuery({ events: month, meters: [young], foldedUnder: 1, shards: 8 });

    expect((await get()).body).toMatchObject({ partial: true, rows: [{ value: '0' }] });
    expect((await get({ subject: 'a' })).body).toMatchObject({ partial: true });
    expect((await get({ from: '2026-10-10', to: '2026-10-20' })).body).not.toHaveProperty(
      'partial',
    );
  });

  it('never shows another tenant’s usage', async () => {
    const { get } = await aQuery({ events: month });

    const { status, body } = await get({}, { tenant: 'other' });

    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'meter.not-found', param: 'meter' });
  });
});
