import { describe, expect, it } from '@jest/globals';
import { asking } from '../support/ask.ts';
import { webhooksHandler } from '../support/changing-handlers.ts';
import { someWebhooks } from '../support/some-webhooks.ts';

const headers = { 'content-type': 'application/json' };
const shop = { url: 'https://shop.example/', events: ['invoice.issued'] };

function aServer() {
  const world = someWebhooks();
  const ask = asking(webhooksHandler(world));
  const put = (key: string, body: object = shop) =>
    ask('PUT /v1/webhooks/{key}', { params: { key }, body, headers });
  const post = (action: string, body?: object) =>
    ask(`POST /v1/webhooks/{key}/${action}`, {
      params: { key: 'shop' },
      headers,
      ...(body === undefined ? {} : { body }),
    });
  return { ...world, ask, put, post };
}

describe('PUT /v1/webhooks/{key}', () => {
  it('shows the secret once, when the endpoint is created', async () => {
    const { ask, put } = aServer();

    const created = await put('shop');
    const again = await put('shop');
    const shown = await ask('GET /v1/webhooks/{key}', { params: { key: 'shop' } });
    const listed = await ask('GET /v1/webhooks');

    expect(created).toMatchObject({ status: 201, body: { key: 'shop', status: 'enabled' } });
    expect(created.body['secret']).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(again.status).toBe(200);
    for (const { text } of [again, shown, listed]) expect(text).not.toContain('whsec_');
    expect(listed.body['webhooks']).toEqual([shown.body]);
  });

  it('keeps the secret where a lost answer makes it put again by itself', async () => {
    const { put, webhooks } = aServer();
    const { put: store } = webhooks;
    webhooks.put = async (endpoint) => {
      webhooks.put = store;
      await store(endpoint);
      return 'unknown';
    };

    const { status, body } = await put('shop');

    expect(status).toBe(201);
    expect((await webhooks.get('acme', 'shop'))?.secrets[0]?.text).toBe(body['secret']);
  });

  it.each([
    ['webhook.url-refused', { ...shop, url: 'ftp://shop.example/' }],
    ['request.invalid', { ...shop, events: [] }],
    ['request.invalid', { ...shop, events: ['invoice.eaten'] }],
    ['request.unknown-field', { ...shop, secret: 'mine' }],
  ])('refuses with %s: %j', async (code, body) => {
    const { put } = aServer();

    expect((await put('shop', body)).body).toMatchObject({ code });
  });

  it('makes no more than 20 for a tenant', async () => {
    const { put } = aServer();
    for (let count = 0; count < 20; count += 1) await put(`shop-${count}`);

    expect((await put('one-more')).body).toMatchObject({ code: 'webhook.too-many' });
    expect((await put('shop-1')).status).toBe(200);
  });
});

describe('a webhook that there is not', () => {
  it.each(['rotate', 'test', 'replay'])('is not found: %s', async (action) => {
    const { post } = aServer();

    const answer = await post(
      action,
      action === 'replay' ? { from: '2026-01-01T00:00:00Z' } : undefined,
    );

    expect(answer).toMatchObject({ status: 404, body: { code: 'webhook.not-found' } });
  });
});

describe('POST /v1/webhooks/{key}/rotate', () => {
  it('shows another secret, and until when the former one signs', async () => {
    const { put, post } = aServer();
    const { body: created } = await put('shop');

    const { status, body } = await post('rotate');

    expect(status).toBe(200);
    expect(body['secret']).not.toBe(created['secret']);
    expect(body['formerUntil']).toBe('2026-02-04T00:00:00Z');
  });
});

describe('POST /v1/webhooks/{key}/test', () => {
  it('says what came of it, and lists it', async () => {
    const { ask, put, post, outbound } = aServer();
    await put('shop');
    outbound.answer = () => ({ kind: 'failed', reason: 'timeout' });

    const { body } = await post('test');
    const listed = await ask('GET /v1/webhooks/{key}/deliveries', { params: { key: 'shop' } });

    expect(body['delivery']).toMatchObject({ outcome: 'failed', reason: 'timeout' });
    expect(listed.body['deliveries']).toEqual([body['delivery']]);
  });
});

describe('POST /v1/webhooks/{key}/replay', () => {
  it.each([
    [{}, 'request.invalid'],
    [
      { from: '2026-01-01T00:00:00Z', after: 'evt_b_1_0_00000000000000000000000000000000' },
      'request.invalid',
    ],
    [{ from: '2026-02-30T00:00:00Z' }, 'request.invalid'],
    [{ event: 'evt_b_1_0_00000000000000000000000000000000' }, 'webhook.event-unknown'],
  ])('refuses %j with %s', async (body, code) => {
    const { put, post } = aServer();
    await put('shop');

    expect((await post('replay', body)).body).toMatchObject({ code });
  });
});

describe('GET /v1/webhooks/{key}/deliveries', () => {
  it('goes on after a page', async () => {
    const { ask, put, post, pass } = aServer();
    await put('shop');
    for (let count = 0; count < 3; count += 1) {
      await post('test');
      pass(1);
    }
    const page = async (query: Readonly<Record<string, string>>) =>
      (await ask('GET /v1/webhooks/{key}/deliveries', { params: { key: 'shop' }, query })).body;

    const first = await page({ limit: '2' });
    const second = await page({ limit: '2', cursor: String(first['nextCursor']) });

    expect(first['deliveries']).toHaveLength(2);
    expect(second['deliveries']).toHaveLength(1);
    expect(second).not.toHaveProperty('nextCursor');
  });
});
