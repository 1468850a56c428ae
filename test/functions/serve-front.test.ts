import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { scopes } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { aFront } from '../support/a-front.ts';
import { anEvent } from '../support/an-ingest.ts';

const filled = (path: string): string => path.replaceAll(/\{[^}]+\}/g, '2026-01');
const front = aFront();
const guarded = routes.filter(({ scope }) => scope !== undefined);

describe.each(guarded)('the front, asked $method $path', ({ method, path, scope }) => {
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

  it('lets only a key with its scope through to its function', async () => {
    const others = scopes.filter((other) => other !== scope).join(' ');

    const refused = await front.ask(key, { authorization: `Bearer ${others}` });
    const letIn = await front.ask(key, { authorization: `Bearer ${scope ?? ''}` });

    expect(JSON.parse(refused.body)).toMatchObject({ code: 'key.scope-missing' });
    expect(letIn.statusCode).not.toBe(403);
    expect(letIn.statusCode).toBeLessThan(500);
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

  it.each([
    ['GET /', 404],
    ['GET /v1/events', 404],
    ['POST /v1/events/', 404],
    ['OPTIONS /v1/events', 404],
    ['GET /v1/meters//', 404],
  ])('answers %s with %i, as the gateway does', async (key, status) => {
    expect(await front.ask(key)).toMatchObject({
      statusCode: status,
      body: '{"message":"Not Found"}',
    });
  });

  it('refuses a body that is larger than any route takes', async () => {
    const answer = await front.ask('POST /v1/events', { body: 'too large' });

    expect(answer).toMatchObject({ statusCode: 413 });
    expect(JSON.parse(answer.body)).toMatchObject({
      code: 'request.too-large',
      requestId: 'request-1',
    });
  });

  it('answers 500, and logs why, when keys cannot be looked up', async () => {
    const { ask } = aFront({ callerOf: () => Promise.reject(new Error('no table')) });

    expect(await ask('POST /v1/events', { body: '{}' })).toMatchObject({
      statusCode: 500,
      body: '{"message":"Internal Server Error"}',
    });
    expect(JSON.stringify(logged.mock.calls)).toContain('no table');
  });
});
