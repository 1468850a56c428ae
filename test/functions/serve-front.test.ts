import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Operation } from '../../core/contract/operation.ts';
import { operations } from '../../core/contract/operations.ts';
import { type Route, scopes } from '../../core/contract/route.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { routes } from '../../core/contract/routes.ts';
import { aFront } from '../support/a-front.ts';
import { anEvent } from '../support/an-ingest.ts';

const filled = (path: string): string => path.replaceAll(/\{[^}]+\}/g, '2026-01');
const front = aFront();
const one = { owner: 'tenant', perSecond: 9, left: 3, fullInSeconds: 1 } as const;
const keyOf = ({ method, path }: Route) => `${method} ${path}` as RouteKey;
const guarded = routes.filter(({ scope }) => scope !== undefined);
const refusesKeys = ({ keysRefusedBy }: Route): boolean => keysRefusedBy === 'function';
const refusedByGateway = guarded.filter((route) => !refusesKeys(route));
const refusedByFunction = guarded.filter(refusesKeys);

describe.each(refusedByGateway)('the front, asked $method $path', ({ method, path }) => {
  const key = `${method} ${filled(path)}`;

  it('answers as the gateway does without a key, and with one that is not good', async () => {
    const before = front.bodiesRead();

    expect(await front.ask(key, { authorization: 'none' })).toMatchObject({
      statusCode: 401,
      body: '{"message":"Unauthorized"}',
    });
    expect(await front.ask(key, { authorization: 'Bearer revoked' })).toMatchObject({
      statusCode: 403,
      body: '{"message":"Forbidden"}',
    });
    expect(front.bodiesRead()).toBe(before);
  });
});

describe.each(refusedByFunction)('the front, asked $method $path', ({ method, path }) => {
  const key = `${method} ${filled(path)}`;

  it.each(['none', 'Bearer revoked'])(
    'answers as its function does to the key %s',
    async (authorization) => {
      const before = front.bodiesRead();

      const { statusCode, body } = await front.ask(key, { authorization });

      expect({ statusCode, ...(JSON.parse(body) as object) }).toMatchObject({
        statusCode: 403,
        code: 'key.unknown',
      });
      expect(front.bodiesRead()).toBe(before);
    },
  );
});

describe.each(guarded)('the front, asked $method $path', ({ method, path, scope, also }: Route) => {
  const key = `${method} ${filled(path)}`;

  it('lets only a key with its scope through to its function', async () => {
    const others = scopes.filter((other) => other !== scope && other !== also).join(' ');

    const refused = await front.ask(key, { authorization: `Bearer ${others}` });
    const letIn = await front.ask(key, { authorization: `Bearer ${scope ?? ''}` });

    expect(JSON.parse(refused.body)).toMatchObject({ code: 'key.scope-missing' });
    expect(letIn.statusCode).not.toBe(403);
    expect(letIn.statusCode).toBeLessThan(500);
  });
});

describe('the front reads no body, which may never come,', () => {
  const withoutBody = routes.filter(({ method }) => method === 'GET').map(keyOf);

  it.each(withoutBody)('of %s, which takes none', async (key) => {
    const before = front.bodiesRead();

    const { statusCode } = await front.ask(filled(key), { body: '{}' });

    expect([statusCode < 500, front.bodiesRead() - before]).toEqual([true, 0]);
  });

  it('where no route has one that the contract does not read so', () => {
    const read = withoutBody.filter((key) => (operations[key] as Operation).request !== undefined);

    expect(read).toEqual([]);
  });

  it.each([
    ['POST /v1/nothing', 404],
    ['POST /v1/usage', 405],
    ['OPTIONS /v1/events', 204],
  ])('of %s, which has no route', async (key, status) => {
    const before = front.bodiesRead();

    const { statusCode } = await front.ask(key, { authorization: 'none', body: '{}' });

    expect([statusCode, front.bodiesRead() - before]).toEqual([status, 0]);
  });
});

describe('the front', () => {
  let logged: ReturnType<typeof jest.spyOn>;
  beforeEach(() => {
    logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    logged.mockRestore();
  });

  it('needs no key where none is needed', async () => {
    const { statusCode, body } = await front.ask('GET /openapi.json', { authorization: 'none' });

    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toHaveProperty('openapi');
  });

  it('takes events, plain and compressed', async () => {
    const { ask } = front;
    const event = JSON.stringify(anEvent({ time: '1970-01-01T00:00:00Z' }));
    const headers = { 'content-encoding': 'gzip' };

    expect((await ask('POST /v1/events', { body: event })).statusCode).toBe(202);
    const compressed = await ask('POST /v1/events', { body: gzipSync(event), headers });
    expect(compressed.statusCode).toBe(202);
  });

  it('hands over what is in the path and in the query', async () => {
    const { ask } = front;

    const meter = await ask('PUT /v1/meters/a%2Eb', {
      body: JSON.stringify({ eventType: 'view', aggregation: 'count' }),
    });
    const listed = await ask('GET /v1/meters?limit=1&limit=2');

    expect(meter).toMatchObject({ statusCode: 201, body: expect.stringContaining('"a.b"') });
    expect(JSON.parse(listed.body)).toMatchObject({ code: 'request.invalid', param: 'limit' });
  });

  it.each([['GET /'], ['POST /v1/events/'], ['OPTIONS /v1/nothing'], ['GET /v1/meters//']])(
    'answers %s with 404, as there is no such path',
    async (key) => {
      const { statusCode, body } = await front.ask(key);

      expect([statusCode, JSON.parse(body)]).toMatchObject([
        404,
        { code: 'request.route-unknown' },
      ]);
    },
  );

  it.each([
    ['PUT /v1/events', 'POST, GET, OPTIONS'],
    ['HEAD /v1/usage', 'GET, OPTIONS'],
    ['POST /v1/meters/views?limit=1', 'GET, PUT, OPTIONS'],
  ])('answers %s with 405, and says that %s are allowed', async (key, allow) => {
    const { statusCode, headers, body } = await front.ask(key, { authorization: 'none' });

    expect([statusCode, headers['allow']]).toEqual([405, allow]);
    expect(JSON.parse(body)).toMatchObject({ code: 'request.method-unknown' });
  });

  it('answers OPTIONS with what is allowed', async () => {
    const answer = await front.ask('OPTIONS /v1/customers', { authorization: 'none' });

    expect(answer).toMatchObject({ statusCode: 204, headers: { allow: 'GET, OPTIONS' }, body: '' });
  });

  it('refuses a body that is larger than any route takes', async () => {
    const answer = await front.ask('POST /v1/events', { body: 'too large' });

    expect(answer).toMatchObject({ statusCode: 413 });
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'request.too-large',
      requestId: 'request-1',
    });
  });

  it('lets a request wait for its tokens before it is worked on, and counts it once', async () => {
    const did: string[] = [];
    const { ask } = aFront({
      rates: {
        take: async (caller, tokens) => {
          did.push(`${caller.tenant} takes ${tokens}`);
          return { goesOn: true, inMs: 30, standings: [one] };
        },
      },
      pause: async (ms) => {
        did.push(`waits ${ms} ms`);
      },
    });
    const headers = { 'content-length': '7000' };

    const answer = await ask('GET /v1/meters', { headers });

    expect(did).toEqual(['acme takes 2', 'waits 30 ms']);
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: { 'ratelimit-policy': '"tenant";q=9;w=1', ratelimit: '"tenant";r=3;t=1' },
    });
  });

  it('refuses a body that is announced larger than any is taken, which costs the tenant nothing', async () => {
    const taken: number[] = [];
    const { ask, bodiesRead } = aFront({
      rates: {
        take: async (_, tokens) => {
          taken.push(tokens);
          return { goesOn: true, inMs: 0, standings: [one] };
        },
      },
    });

    const answer = await ask('POST /v1/events', {
      headers: { 'content-length': '4000000000000' },
      body: '{}',
    });

    expect(answer).toMatchObject({ statusCode: 413 });
    expect([taken, bodiesRead()]).toEqual([[], 0]);
  });

  it('refuses who asks for too much before its body is read, unless nothing says how long that is', async () => {
    const tooFast = { goesOn: false, empty: 'tenant', retrySeconds: 1, standings: [one] } as const;
    const { ask, bodiesRead } = aFront({ rates: { take: async () => tooFast } });

    const early = await ask('POST /v1/events', { headers: { 'content-length': '2' }, body: '{}' });
    expect(bodiesRead()).toBe(0);
    const late = await ask('POST /v1/events', { body: '{}' });

    for (const answer of [early, late]) {
      expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '1' } });
      expect(JSON.parse(answer.body)).toMatchObject({ code: 'tenant.too-fast' });
    }
  });

  it('says of each request that it refuses why', async () => {
    const refused: string[] = [];
    const tooFast = { goesOn: false, empty: 'key', retrySeconds: 1, standings: [] } as const;
    const { ask } = aFront({
      rates: { take: async () => tooFast },
      onRefused: (refusal) => refused.push(refusal),
    });

    for (const authorization of ['none', 'Bearer revoked', 'Bearer all']) {
      await ask('POST /v1/events', { authorization, body: '{}' });
    }

    expect(refused).toEqual(['key-unknown', 'slowed-down']);
  });

  it('answers 500, says so, and logs why, when keys cannot be looked up', async () => {
    let failed = 0;
    const { ask } = aFront({
      callerOf: () => Promise.reject(new Error('no table')),
      onFailed: () => {
        failed += 1;
      },
    });

    expect(await ask('POST /v1/events', { body: '{}' })).toMatchObject({
      statusCode: 500,
      body: '{"message":"Internal Server Error"}',
    });
    expect(JSON.stringify(logged.mock.calls)).toContain('no table');
    expect(failed).toBe(1);
  });
});
