import { describe, expect, it, jest } from '@jest/globals';
import {
  type Answering,
  type FrontPorts,
  serveFront,
} from '../../functions/serve-front/serve-front.ts';
import { anIngest } from '../support/an-ingest.ts';

const routeKey = 'POST /v1/billing/meter_events';
/** As stripe 23.1.0 sends it. */
const headers = {
  accept: 'application/json',
  'content-type': 'application/x-www-form-urlencoded',
  'stripe-version': '2026-10-28.endive',
  'idempotency-key': 'stripe-node-retry-5d0a1b3c-9f0e-4b7a-8e21-0f3d5f1a2b3c',
  authorization: `Bearer ft_live_0123456789abcdef_${'a'.repeat(43)}`,
};
const form =
  'event_name=api_requests&payload[value]=25.5&payload[stripe_customer_id]=cus_9&identifier=request-5&timestamp=1795338000';

const post = (body: string, more: Readonly<Record<string, string>> = {}) => {
  const ingest = anIngest();
  return ingest
    .post({ routeKey, headers: { ...headers, ...more }, body })
    .then((answer) => ({ ...answer, events: ingest.events() }));
};

describe('a meter event of Stripe’s SDK', () => {
  it('is queued as an event, and answered as Stripe does', async () => {
    const { status, body, events } = await post(form);

    expect(events).toEqual([
      {
        source: 'stripe',
        id: 'request-5',
        type: 'api_requests',
        subject: 'cus_9',
        occurredAt: 1_795_338_000_000,
        data: '{"value":"25.5"}',
      },
    ]);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        object: 'billing.meter_event',
        created: 1_795_340_580,
        event_name: 'api_requests',
        identifier: 'request-5',
        livemode: true,
        payload: { value: '25.5', stripe_customer_id: 'cus_9' },
        timestamp: 1_795_338_000,
      },
    });
  });

  it('is read to the letter', async () => {
    const text =
      'event_name=a%20b+c&payload[stripe_customer_id]=M%C3%BCller%26%3D%2B&payload[k%20]=&identifier=[1]&timestamp=1795338000';

    const { events } = await post(text);

    expect(events).toMatchObject([
      { type: 'a b c', subject: 'Müller&=+', id: '[1]', data: '{"k ":""}' },
    ]);
  });

  it('without an identifier is known by its idempotency key, which the SDK keeps over retries', async () => {
    const { events } = await post(form.replace('identifier=request-5', 'identifier='));

    expect(events).toMatchObject([{ id: headers['idempotency-key'] }]);
  });

  it('may leave out the time where its identifier carries one', async () => {
    const at = Date.UTC(2026, 10, 22, 9, 40);
    const hex = at.toString(16).padStart(12, '0');
    const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
    const { status, events, body } = await post(form.replace(/request-5&timestamp=.*/, id));

    expect(status).toBe(200);
    expect(events).toMatchObject([{ id, occurredAt: at }]);
    expect(body['timestamp']).toBe(at / 1_000);
  });

  it.each([
    ['event.time-missing', 'timestamp', form.replace(/&timestamp=.*/, '')],
    ['event.attribute-malformed', 'timestamp', form.replace(/timestamp=.*/, 'timestamp=1.5')],
    ['event.too-old', 'timestamp', form.replace(/timestamp=.*/, 'timestamp=1')],
    [
      'event.attribute-missing',
      'event_name',
      form.replace('event_name', 'expand[0]=x&name').replace('expand[0]=x&name=api_requests&', ''),
    ],
    [
      'event.attribute-missing',
      'payload[stripe_customer_id]',
      form.replace('stripe_customer_id', 'customer'),
    ],
    ['event.attribute-too-long', 'identifier', form.replace('request-5', 'x'.repeat(1_025))],
    ['request.unknown-field', 'expand[0]', `${form}&expand[0]=x`],
    ['request.unknown-field', 'payload[a][b]', `${form}&payload[a][b]=x`],
    ['request.invalid', 'timestamp', `${form}&timestamp=1`],
    ['request.forbidden-key', 'payload[__proto__]', `${form}&payload[__proto__]=1`],
    ['request.malformed-text', undefined, `${form}&payload[a]=%FF`],
    ['request.body-missing', undefined, ''],
  ])('is refused as Stripe refuses, with %s of %s', async (code, param, body) => {
    const refused = await post(body);

    expect(refused.events).toEqual([]);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ code });
    expect(refused.body['error']).toEqual({
      type: 'invalid_request_error',
      code,
      message: refused.body['detail'],
      ...(param === undefined ? {} : { param }),
    });
  });

  it.each([
    ['JSON', '{}', { 'content-type': 'application/json' }, 415],
    ['an idempotency key with blanks', form, { 'idempotency-key': 'a b' }, 400],
  ])('is refused with %s', async (_, body, more, status) => {
    expect(await post(body, more)).toMatchObject({
      status,
      body: { error: { type: 'invalid_request_error' } },
      events: [],
    });
  });

  it('is refused as Stripe refuses while the queue takes none', async () => {
    const { post: send } = anIngest({ send: async () => 'unavailable' });

    expect(await send({ routeKey, headers, body: form })).toMatchObject({
      status: 503,
      body: { error: { type: 'api_error', code: 'queue.unavailable' } },
    });
  });
});

/** The second front, before the function alone that takes events. */
function asking(given: Partial<FrontPorts> = {}) {
  const handler = anIngest().handler;
  const answer = serveFront({
    callerOf: async (text) =>
      text.startsWith('Bearer scope ')
        ? { tenant: 'acme', keyId: 'key1', scopes: [text.slice(13)], cursorKey: 'c' }
        : 'refused',
    answering: { IngestEvents: async () => handler } as unknown as Answering,
    rates: { take: async () => ({ goesOn: true, inMs: 0, standings: [] }) },
    pause: async () => undefined,
    newRequestId: () => 'request-1',
    onRefused: () => undefined,
    onFailed: () => undefined,
    bodyBytesMax: 2_000_000,
    ...given,
  });
  return (asked: string, { authorization = 'Bearer scope events:write', body = form } = {}) => {
    const [method = '', url = ''] = asked.split(' ');
    const sent = { ...headers, authorization };
    const read = async () => (body === 'too large' ? undefined : Buffer.from(body));
    return answer({ method, url, headers: sent, body: read });
  };
}

describe('Stripe’s SDK, which takes every answer without an error for a success,', () => {
  const failures = {
    'a key that is unknown': { asked: routeKey, with: { authorization: 'Bearer x' } },
    'no key at all': { asked: routeKey, with: { authorization: '' } },
    'a key without the scope': {
      asked: routeKey,
      with: { authorization: 'Bearer scope usage:read' },
    },
    'a body that is too large': { asked: routeKey, with: { body: 'too large' } },
    'a method that is not here': { asked: 'POST /v1/customers', with: {} },
    'a path of ours that is another thing there': { asked: 'GET /v1/customers', with: {} },
    'the same, asked with a key that is unknown': {
      asked: 'POST /v1/invoices/in_1/void',
      with: { authorization: 'Bearer x' },
    },
    'a path that is not here': { asked: 'POST /v2/billing/meter_event_stream', with: {} },
  } as const;

  it.each(Object.entries(failures))(
    'is told of %s by an error',
    async (_, { asked, with: more }) => {
      const { statusCode, body } = await asking()(asked, more);

      const { code, detail, error } = JSON.parse(body) as Record<string, unknown>;
      expect(statusCode).toBeGreaterThanOrEqual(400);
      expect(error).toMatchObject({ code, message: detail });
    },
  );

  it('is told that it asks too much by an error', async () => {
    const rates = {
      take: async () =>
        ({ goesOn: false, empty: 'tenant', retrySeconds: 1, standings: [] }) as const,
    };

    const { statusCode, body } = await asking({ rates })(routeKey);

    expect({ statusCode, body: JSON.parse(body) as unknown }).toMatchObject({
      statusCode: 429,
      body: { error: { code: 'tenant.too-fast', type: 'invalid_request_error' } },
    });
  });

  it('is told of what fails on our side by an error', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const rates = { take: () => Promise.reject(new Error('broken')) };

    const { statusCode, body } = await asking({ rates })(routeKey);

    expect({ statusCode, body: JSON.parse(body) as unknown }).toMatchObject({
      statusCode: 500,
      body: { error: { code: 'request.failed', type: 'api_error' } },
    });
    logged.mockRestore();
  });
});
