import { describe, expect, it } from '@jest/globals';
import { anIngest } from '../support/an-ingest.ts';

/** As lago-javascript-client 1.53.0 sends it. */
const sent = (fields: Readonly<Record<string, unknown>> = {}) => ({
  transaction_id: 'request-5',
  external_subscription_id: 'sub_9',
  code: 'storage',
  timestamp: 1_795_338_000,
  properties: { gb: '0.25' },
  ...fields,
});

const one = async (event: unknown, raw?: string) => {
  const ingest = anIngest();
  const body = raw ?? JSON.stringify({ event });
  const answer = await ingest.post({ routeKey: 'POST /lago/api/v1/events', body });
  return { ...answer, events: ingest.events() };
};
const many = async (events: readonly unknown[]) => {
  const ingest = anIngest();
  const body = JSON.stringify({ events });
  const answer = await ingest.post({ routeKey: 'POST /lago/api/v1/events/batch', body });
  return { ...answer, events: ingest.events() };
};
const queued = {
  source: 'lago',
  id: 'request-5',
  type: 'storage',
  subject: 'sub_9',
  occurredAt: 1_795_338_000_000,
  data: '{"gb":"0.25"}',
};
const created = {
  ...{ lago_id: null, lago_customer_id: null, lago_subscription_id: null },
  ...{ transaction_id: 'request-5', external_subscription_id: 'sub_9', code: 'storage' },
  timestamp: '2026-11-22T09:00:00Z',
  properties: { gb: '0.25' },
  created_at: '2026-11-22T09:43:00Z',
};

describe('an event of Lago’s client', () => {
  it('is queued as an event, and answered as Lago does', async () => {
    const { status, body, events } = await one(sent());

    expect(events).toEqual([queued]);
    expect({ status, body }).toEqual({ status: 200, body: { event: created } });
  });

  it.each([
    [1_795_338_000.123, 123],
    ['1795338000', 0],
    ['1795338000.12', 120],
    ['1795338000.1239999', 123],
  ])('may say its seconds as %j', async (timestamp, milliseconds) => {
    const { events } = await one(sent({ timestamp }));

    expect(events).toMatchObject([{ occurredAt: 1_795_338_000_000 + milliseconds }]);
  });

  it('keeps every digit, of its time and of its properties, and gives them back', async () => {
    const raw =
      '{"event":{"transaction_id":"a","external_subscription_id":"s","code":"c","timestamp":1795338000.1234567,"properties":{"n":12345678901234567.25}}}';

    const { text, events } = await one(undefined, raw);

    expect(events).toMatchObject([
      { occurredAt: 1_795_338_000_123, data: '{"n":12345678901234567.25}' },
    ]);
    expect(text).toContain('"properties":{"n":12345678901234567.25}');
  });

  it('may leave out its time where its id carries one, and its properties', async () => {
    const hex = Date.UTC(2026, 10, 22, 9, 40).toString(16).padStart(12, '0');
    const transaction_id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;

    const { events } = await one(
      sent({ transaction_id, timestamp: undefined, properties: undefined }),
    );

    expect(events).toMatchObject([{ occurredAt: Date.UTC(2026, 10, 22, 9, 40), data: '{}' }]);
  });

  it.each([
    ['event.time-missing', 'timestamp', sent({ timestamp: null })],
    ['event.attribute-malformed', 'timestamp', sent({ timestamp: '2026-11-22T09:00:00Z' })],
    ['event.attribute-malformed', 'timestamp', sent({ timestamp: [1] })],
    ['event.too-new', 'timestamp', sent({ timestamp: 1_895_338_000 })],
    ['request.invalid', 'transaction_id', sent({ transaction_id: undefined })],
    ['request.invalid', 'code', sent({ code: '' })],
    ['request.invalid', 'external_subscription_id', sent({ external_subscription_id: 9 })],
    ['request.invalid', 'properties', sent({ properties: [] })],
    [
      'request.unknown-field',
      'precise_total_amount_cents',
      sent({ precise_total_amount_cents: '1' }),
    ],
    ['event.too-large', 'properties', sent({ properties: { text: 'x'.repeat(40_000) } })],
  ])('is refused as Lago refuses, with %s of %s', async (code, field, event) => {
    const { status, body, events } = await one(event);

    expect(events).toEqual([]);
    expect({ status, body }).toMatchObject({
      status: 400,
      body: {
        status: 400,
        code,
        param: `/event/${field}`,
        error: body['title'],
        error_details: { [field]: [code] },
      },
    });
  });
});

describe('a batch of Lago’s client', () => {
  it('is queued as a whole, and given back', async () => {
    const { status, body, events } = await many([sent(), sent({ transaction_id: 'b' })]);

    expect(events).toEqual([queued, { ...queued, id: 'b' }]);
    expect({ status, body }).toEqual({
      status: 200,
      body: { events: [created, { ...created, transaction_id: 'b' }] },
    });
  });

  it.each([
    [
      'request.some-rejected',
      { 1: { timestamp: ['event.too-old'] } },
      [sent(), sent({ timestamp: 1 })],
    ],
    [
      'request.all-rejected',
      { 0: { timestamp: ['event.too-old'] }, 1: { timestamp: ['event.too-new'] } },
      [sent({ timestamp: 1 }), sent({ timestamp: 1_895_338_000 })],
    ],
    ['event.too-old', { 0: { timestamp: ['event.too-old'] } }, [sent({ timestamp: 1 })]],
    ['request.invalid', { 1: { code: ['request.invalid'] } }, [sent(), sent({ code: 1 })]],
    [
      'event.time-missing',
      { 1: { timestamp: ['event.time-missing'] } },
      [sent(), sent({ timestamp: null })],
    ],
  ])('is refused as a whole with %s where an event is wrong', async (code, details, events) => {
    const refused = await many(events);

    expect(refused.events).toEqual([]);
    expect(refused).toMatchObject({ status: 400, body: { code, error_details: details } });
  });

  it('is refused where it is empty', async () => {
    expect(await many([])).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', error_details: { events: ['request.invalid'] } },
    });
  });
});
