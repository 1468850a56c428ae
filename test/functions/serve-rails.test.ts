import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { inMemoryAuditLog } from '../fakes/audit-log.ts';
import { anAudit } from '../support/an-audit.ts';
import { asking } from '../support/ask.ts';
import { railsHandler } from '../support/changing-handlers.ts';
import { aGatewayEvent, context } from '../support/gateway-event.ts';
import {
  addresses,
  connectedRails,
  credentials,
  signed,
  someRails,
} from '../support/some-rails.ts';

const headers = { 'content-type': 'application/json' };
const { secretKey, webhookSecret } = credentials;
const secrets = { secretKey, webhookSecret };

function aServer(world = someRails()) {
  const log = inMemoryAuditLog();
  const ask = asking(railsHandler(world.ports, anAudit({ audit: log })));
  const audited = async () => {
    const [from, to] = [timestampOf(0), timestampOf(1)];
    const { entries } = await log.list('acme', { from, to, before: undefined, limit: 9 });
    return entries;
  };
  const put = (body: object) => ask('PUT /v1/rails/stripe', { body, headers });
  const collect = (id: string, body: object = { rail: 'stripe', ...addresses }) =>
    ask('POST /v1/invoices/{id}/collections', { params: { id }, body, headers });
  return { world, audited, ask, put, collect };
}

describe('PUT /v1/rails/stripe', () => {
  it('connects, and shows no secret in any answer nor in the audit', async () => {
    const { ask, put, audited, world } = aServer();

    const connected = await put(secrets);
    const listed = await ask('GET /v1/rails');

    expect(connected).toMatchObject({ status: 200, body: { name: 'stripe', mode: 'test' } });
    expect(listed.body['rails']).toEqual([connected.body]);
    expect(await world.secrets.get('acme', 'stripe')).toEqual({ ...secrets, url: undefined });
    const entries = await audited();
    expect(entries).toMatchObject([{ action: 'PUT /v1/rails/stripe', body: undefined }]);
    const all = [connected.text, listed.text, JSON.stringify(entries)];
    for (const text of all) expect(text).not.toMatch(/sk_test|whsec/);
  });

  it('stays who it was to Stripe, also where another stack has taken over its tables', async () => {
    const { put, world } = aServer();
    await put(secrets);
    const before = await world.collections.connection('acme', 'stripe');
    const ask = asking(railsHandler({ ...world.ports, space: '/farthing/Another/rails' }));

    await ask('PUT /v1/rails/stripe', { body: secrets, headers });

    const after = await world.collections.connection('acme', 'stripe');
    expect(after).toEqual({ ...before, revision: 2 });
  });

  it('keeps nothing where Stripe does not take the key', async () => {
    const { put, world } = aServer();

    const refused = await put({ ...secrets, secretKey: 'sk_test_of_somebody_else' });

    expect(refused).toMatchObject({ status: 400, body: { code: 'rail.secrets-refused' } });
    expect(await world.secrets.get('acme', 'stripe')).toBeUndefined();
  });

  it('keeps nothing where Stripe does not answer', async () => {
    const { put, world } = aServer();
    world.between.answer = () => ({ kind: 'failed', reason: 'timeout' });

    expect(await put(secrets)).toMatchObject({
      status: 503,
      body: { code: 'rail.outcome-unknown' },
    });
    expect(await world.secrets.get('acme', 'stripe')).toBeUndefined();
  });

  it.each([
    ['rail.secrets-refused', { ...secrets, secretKey: 'pk_live_9f86d081884c7d65' }],
    ['rail.secrets-refused', { ...secrets, webhookSecret: 'sk_live_9f86d081884c7d65' }],
    ['rail.secrets-refused', { ...secrets, secretKey: '9f86d081884c7d65'.repeat(99) }],
    ['rail.url-refused', { ...secrets, url: 'https://stripe.example' }],
    ['rail.url-refused', { ...secrets, url: 'file:///etc/passwd' }],
    ['request.unknown-field', { ...secrets, secret: '9f86d081884c7d65' }],
  ])('refuses with %s, and does not repeat what came: %j', async (code, body) => {
    const { put, world } = aServer();

    const refused = await put(body);

    expect(refused.body['code']).toBe(code);
    expect(refused.text).not.toContain('9f86d081884c7d65');
    expect(world.stripe.calls).toEqual([]);
  });
});

describe('POST /v1/rails/stripe/disconnect', () => {
  it('forgets the secrets', async () => {
    const { ask, put, world } = aServer();
    await put(secrets);

    const answer = await ask('POST /v1/rails/stripe/disconnect');

    expect(answer).toMatchObject({ status: 200, body: { rails: [] } });
    expect(await world.secrets.get('acme', 'stripe')).toBeUndefined();
  });

  it('is refused while something is being collected', async () => {
    const { ask, collect, world } = aServer(await connectedRails());
    await collect(await world.invoice());

    const answer = await ask('POST /v1/rails/stripe/disconnect');

    expect(answer).toMatchObject({ status: 409, body: { code: 'rail.in-use' } });
    expect(await world.secrets.get('acme', 'stripe')).toBeDefined();
  });

  it('is refused where nothing is connected', async () => {
    const answer = await aServer().ask('POST /v1/rails/stripe/disconnect');

    expect(answer).toMatchObject({ status: 409, body: { code: 'rail.not-connected' } });
  });
});

describe('POST /v1/invoices/{id}/collections', () => {
  it('answers where the payer pays, and the list has it', async () => {
    const { ask, collect, world } = aServer(await connectedRails());
    const id = await world.invoice();

    const { body, status } = await collect(id);
    const listed = await ask('GET /v1/invoices/{id}/collections', { params: { id } });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ id: `${id}.1`, rail: 'stripe', status: 'submitted', amount: '12.34', currency: 'EUR' },
      url: 'https://checkout.stripe.com/c/pay/cs_test_000001',
    });
    expect(listed.body['collections']).toEqual([body]);
  });

  it('finds an invoice by its number', async () => {
    const { collect, world } = aServer(await connectedRails());
    const id = await world.invoice();

    expect((await collect('INV-2026-000001')).body['id']).toBe(`${id}.1`);
  });

  it.each([
    ['http://shop.example/'],
    ['javascript:alert(1)'],
    ['https://shop.example/ a'],
    [`https://shop.example/${'a'.repeat(2000)}`],
  ])('takes no payer back to %s', async (successUrl) => {
    const { collect, world } = aServer(await connectedRails());

    const { body } = await collect(await world.invoice(), {
      ...{ rail: 'stripe', ...addresses, successUrl },
    });

    expect(body).toMatchObject({ code: 'request.invalid', param: '/successUrl' });
  });

  it('is refused of an invoice that is not there, and where nothing is connected', async () => {
    const { collect } = aServer(await connectedRails());

    expect((await collect('INV-9')).body['code']).toBe('invoice.not-found');
    expect((await aServer().collect('INV-9')).body['code']).toBe('rail.not-connected');
  });
});

describe('POST /v1/rails/stripe/events/{tenant}', () => {
  /** A session that was paid, and how Stripe tells of it. */
  async function told() {
    const world = await connectedRails();
    const handler = railsHandler(world.ports);
    const id = await world.invoice();
    const { reference = '' } = await world.collect(id);
    world.stripe.pay(reference);
    const event = world.stripe.events.at(-1);
    if (event === undefined) throw new Error('it tells of it');
    const post = async (
      { body, headers: sent }: { readonly body: string; readonly headers: Record<string, string> },
      tenant = 'acme',
    ) => {
      const { statusCode: status, body: text } = await handler(
        aGatewayEvent({
          routeKey: 'POST /v1/rails/stripe/events/{tenant}',
          pathParameters: { tenant },
          headers: sent,
          body,
          authorizer: 'none',
        }),
        context,
      );
      return { status, code: (JSON.parse(text) as { readonly code?: string }).code };
    };
    return { world, event, post, now: world.time.now };
  }

  it('puts what is signed on the queue, which books it', async () => {
    const { world, event, post, now } = await told();

    const answer = await post(signed(event, { now }));
    await world.run();

    expect(answer.status).toBe(200);
    expect(world.queue.bodies).toHaveLength(1);
    expect(world.collections.all()).toMatchObject([{ status: 'settled' }]);
  });

  it('looks at the bytes that came, also where they come as base64', async () => {
    const { world, event, now } = await told();
    const { body, headers: sent } = signed(event, { now });

    const { statusCode } = await railsHandler(world.ports)(
      {
        ...aGatewayEvent({
          routeKey: 'POST /v1/rails/stripe/events/{tenant}',
          pathParameters: { tenant: 'acme' },
          headers: sent,
          body: Buffer.from(body).toString('base64'),
          authorizer: 'none',
        }),
        isBase64Encoded: true,
      },
      context,
    );

    expect(statusCode).toBe(200);
  });

  it('answers 200 to what is nothing of ours, and queues nothing', async () => {
    const { world, event, post, now } = await told();
    const other = { ...event, type: 'customer.created' };
    const strange = { ...event, data: { object: { id: 'cs_1', metadata: null } } };

    const answers = [await post(signed(other, { now })), await post(signed(strange, { now }))];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(world.queue.bodies).toEqual([]);
  });

  it('is answered 503 where the queue does not take it, so that Stripe sends it again', async () => {
    const { world, event, post, now } = await told();
    world.queue.fail();

    expect(await post(signed(event, { now }))).toEqual({
      status: 503,
      code: 'queue.unavailable',
    });
  });

  it('refuses what is not signed by the secret of this very tenant, each in the same words', async () => {
    const { world, event, post, now } = await told();
    const right = signed(event, { now });

    const refused = [
      await post({ ...right, headers: {} }),
      await post(signed(event, { now, secret: 'whsec_another' })),
      await post(signed(event, { now: now - 301_000 })),
      await post({ ...right, body: `${right.body} ` }),
      await post(right, 'another tenant'),
    ];

    expect(refused).toEqual(
      Array.from({ length: 5 }, () => ({ status: 400, code: 'rail.signature-refused' })),
    );
    expect(world.queue.bodies).toEqual([]);
  });

  it('refuses a body of more than 256 KB before it looks at anything', async () => {
    const { post } = await told();

    const { code } = await post({ body: 'a'.repeat(256 * 1024 + 1), headers: {} });

    expect(code).toBe('request.too-large');
  });

  it('refuses what is signed, and no JSON', async () => {
    const { post, now } = await told();
    const time = Math.floor(now / 1000);
    const v1 = createHmac('sha256', webhookSecret).update(`${time}.{`).digest('hex');

    const { code } = await post({
      body: '{',
      headers: { 'stripe-signature': `t=${time},v1=${v1}` },
    });

    expect(code).toBe('request.malformed-json');
  });
});
