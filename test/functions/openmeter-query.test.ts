import { describe, expect, it } from '@jest/globals';
import { aCustomer } from '../fixtures/customers.ts';
import { aMeter } from '../fixtures/usage-events.ts';
import { aQuery, used, views } from '../support/a-query.ts';
import { asking, everyItem } from '../support/ask.ts';
import { catalogPorts } from '../support/catalog-ports.ts';
import { catalogHandler } from '../support/changing-handlers.ts';

const october = 'from=2026-10-01T00%3A00%3A00.000Z&to=2026-11-01T00%3A00%3A00.000Z';
const events = [
  used('a', '2026-10-01T10:00:00Z', { section: 'x' }),
  used('a', '2026-10-02T10:00:00Z', { section: 'y' }),
  used('b', '2026-10-02T10:00:00Z', { section: 'y' }),
  used('c', '2026-10-31T10:00:00Z'),
];

const unknown = ['request.unknown-field', 'filterGroupBy[section'] as const;

describe('a query of OpenMeter’s SDK', () => {
  it('answers one row for the whole period', async () => {
    const { getAsOpenMeter } = await aQuery({ events });

    const { status, body } = await getAsOpenMeter(october);

    expect(status).toBe(200);
    expect(body).toEqual({
      from: '2026-10-01T00:00:00Z',
      to: '2026-11-01T00:00:00Z',
      data: [
        {
          value: 4,
          windowStart: '2026-10-01T00:00:00Z',
          windowEnd: '2026-11-01T00:00:00Z',
          subject: null,
          groupBy: {},
        },
      ],
    });
  });

  it('filters by subjects that come more than once, and groups by them', async () => {
    const { getAsOpenMeter } = await aQuery({ events });

    const { body } = await getAsOpenMeter(
      `${october}&windowSize=DAY&windowTimeZone=UTC&subject=a&subject=b&groupBy=section&clientId=1`,
    );

    expect(body).toMatchObject({ windowSize: 'DAY' });
    expect(body['data']).toEqual([
      row('2026-10-01', 'a', { section: 'x' }),
      row('2026-10-02', 'a', { section: 'y' }),
      row('2026-10-02', 'b', { section: 'y' }),
    ]);
  });

  it('takes a subject that comes twice for one', async () => {
    const customers = [aCustomer({ key: 'acme', subjects: ['a'] })];
    const { getAsOpenMeter } = await aQuery({ events, customers });

    const { body } = await getAsOpenMeter(`${october}&subject=a&subject=a&groupBy=customer_id`);

    expect(body['data']).toMatchObject([{ subject: 'a', customerId: 'acme', value: 2 }]);
  });

  it('filters by the value of a dimension', async () => {
    const { getAsOpenMeter } = await aQuery({ events });

    const { body } = await getAsOpenMeter(`${october}&filterGroupBy[section]=y&groupBy=subject`);

    expect(body['data']).toMatchObject([
      { subject: 'a', value: 1 },
      { subject: 'b', value: 1 },
    ]);
  });

  it('filters by a customer, and names it', async () => {
    const customers = [aCustomer({ key: 'acme', subjects: ['a', 'b'] })];
    const { getAsOpenMeter } = await aQuery({ events, customers });

    const { body } = await getAsOpenMeter(`${october}&filterCustomerId=acme`);

    expect(body['data']).toMatchObject([{ customerId: 'acme', value: 3, subject: null }]);
  });

  it('shows what is under a subject’s pseudonym as the subject’s', async () => {
    const pseudonyms = new Map([['a', 'pseudonym:1']]);
    const { getAsOpenMeter } = await aQuery({
      events: [...events, used('pseudonym:1', '2026-10-03T10:00:00Z')],
      customers: [aCustomer({ key: 'acme', subjects: ['a'] })],
      pseudonyms,
    });

    const { body } = await getAsOpenMeter(`${october}&subject=a&groupBy=customer_id`);

    expect(body['data']).toMatchObject([{ subject: 'a', customerId: 'acme', value: 3 }]);
  });

  it('is refused where its rows would not fit an answer, which pages of ours have room for', async () => {
    const dimensions = Array.from({ length: 10 }, (_, at) => `${at}${'é'.repeat(120)}`);
    const [name = ''] = dimensions;
    const { get, getAsOpenMeter } = await aQuery({
      meters: [aMeter({ key: 'views', dimensions })],
      events: Array.from({ length: 1_500 }, (_, at) =>
        used('a', '2026-10-01T10:00:00Z', { [name]: `${at}` }),
      ),
    });
    const groupBy = dimensions.join(',');
    const asked = dimensions.map((one) => `&groupBy=${encodeURIComponent(one)}`).join('');

    const sizes: number[] = [];
    const rows = await everyItem(
      async (query) => {
        const answer = await get(query);
        sizes.push(Buffer.byteLength(JSON.stringify(answer.text)));
        return answer;
      },
      'rows',
      { groupBy, limit: '10000' },
    );

    expect([rows.length, sizes.length]).toEqual([1_500, 2]);
    expect(Math.max(...sizes)).toBeLessThan(6_000_000);
    expect((await getAsOpenMeter(october + asked)).body).toMatchObject({
      code: 'usage.too-many-rows',
    });
  });

  it('answers every digit of a value', async () => {
    const sums = aMeter({ key: 'views', aggregation: 'sum', value: 'n' });
    const { getAsOpenMeter } = await aQuery({
      meters: [sums],
      events: [used('a', '2026-10-01T10:00:00Z', { n: '12345678901234567.000000000001' })],
    });

    const { text } = await getAsOpenMeter(october);

    expect(text).toContain('"value":12345678901234567.000000000001,');
  });

  it.each([
    ['from=2026-11-01T00:00:00Z', '2026-11-01T10:15:00Z'],
    ['from=2026-11-01T00:00:00Z&to=2026-11-01T10:06:30.123Z', '2026-11-01T10:15:00Z'],
    ['from=2026-11-01T00:00:00Z&to=2026-11-30T00:00:00.000Z', '2026-11-30T00:00:00Z'],
  ])('asked at 10:07 with %s, ends at %s', async (rawQuery, to) => {
    const { getAsOpenMeter } = await aQuery({ events });

    expect((await getAsOpenMeter(rawQuery)).body).toMatchObject({ to });
  });

  it.each([
    ['', 'request.invalid', 'from'],
    [`${october}&windowSize=MINUTE`, 'request.invalid', 'windowSize'],
    [`${october}&windowSize=DAY&windowSize=HOUR`, 'request.invalid', 'windowSize'],
    [
      `${october}&advancedMeterGroupByFilters=x`,
      'request.unknown-field',
      'advancedMeterGroupByFilters',
    ],
    [`${october}&filterCustomerId=a&filterCustomerId=b`, 'request.invalid', 'filterCustomerId'],
    [
      `${october}&filterGroupBy[section]=x&filterGroupBy[section]=y`,
      'request.invalid',
      'filterGroupBy[section]',
    ],
    [`${october}&filterGroupBy[nothing]=x`, 'usage.group-unknown', 'filterGroupBy[nothing]'],
    [`${october}&filterGroupBy[section]=y&filterGroupBy[section=x`, ...unknown],
    [`${october}&filterCustomerId=acme&subject=a`, 'request.invalid', 'subject'],
    [
      'from=1970-01-02T00:00:00Z&to=1970-03-01T00:00:00Z&windowSize=DAY&windowTimeZone=Africa/Monrovia',
      'usage.not-aligned',
      'windowTimeZone',
    ],
    [`${october}&groupBy=nothing`, 'usage.group-unknown', 'groupBy'],
    [`${october}&windowTimeZone=Mars`, 'time-zone.unknown', 'windowTimeZone'],
    ['from=2026-10-01T00:07:00Z', 'usage.not-aligned', 'from'],
    ['from=2026-10-01T00:00:00Z&to=2026-10-02T00:07:00Z', 'usage.not-aligned', 'to'],
    ['from=2020-10-01T00:00:00Z', 'usage.range-too-long', 'to'],
    ['from=yesterday', 'usage.range-malformed', 'from'],
  ])('with %s is refused: %s of %s', async (rawQuery, code, param) => {
    const { getAsOpenMeter } = await aQuery({ events });

    const { status, body } = await getAsOpenMeter(rawQuery);

    expect(status).toBe(400);
    expect(body).toMatchObject({ code, param });
  });

  it('of a customer that there is not is refused by the name that the SDK has for it', async () => {
    const { getAsOpenMeter } = await aQuery({ events });

    const { status, body } = await getAsOpenMeter(`${october}&filterCustomerId=nobody`);

    expect([status, body['code'], body['param']]).toEqual([
      404,
      'customer.not-found',
      'filterCustomerId',
    ]);
  });

  it('of a meter that there is not is refused by the name of it in the path', async () => {
    const { getAsOpenMeter } = await aQuery({ meters: [] });

    const { status, body } = await getAsOpenMeter(october);

    expect([status, body['code'], body['param']]).toEqual([404, 'meter.not-found', 'key']);
  });

  it('says what is wrong in the names of the SDK', async () => {
    const { getAsOpenMeter } = await aQuery({ events });

    const { body } = await getAsOpenMeter(`${october}&filterGroupBy[nothing]=x`);

    expect(body['detail']).toMatch(/^filterGroupBy\[nothing\]: name a dimension of views/);
  });
});

describe('the meters that OpenMeter’s SDK lists', () => {
  it('are those whose aggregation it knows, in its words', async () => {
    const ports = catalogPorts();
    const meters = [
      views,
      aMeter({
        key: 'bytes',
        aggregation: 'sum',
        value: '/usage/by tes',
        description: 'All bytes',
      }),
      aMeter({ key: 'level', aggregation: 'weighted_sum', value: 'n' }),
    ];
    await ports.catalogs.append('acme', { version: 1, meters });

    const { status, text } = await asking(catalogHandler(ports))('GET /api/v1/meters');

    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual([
      {
        ...{ id: 'views', slug: 'views', aggregation: 'COUNT', eventType: 'view' },
        groupBy: { section: '$.section', device: '$.device' },
      },
      {
        ...{ id: 'bytes', slug: 'bytes', aggregation: 'SUM', eventType: 'view' },
        description: 'All bytes',
        valueProperty: '$.usage["by tes"]',
        groupBy: {},
      },
    ]);
  });
});

const row = (day: string, subject: string, groupBy: Readonly<Record<string, string>>) => ({
  value: 1,
  windowStart: `${day}T00:00:00Z`,
  windowEnd: `${day.slice(0, 8)}${String(Number(day.slice(8)) + 1).padStart(2, '0')}T00:00:00Z`,
  subject,
  groupBy,
});
