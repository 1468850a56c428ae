import { describe, expect, it, jest } from '@jest/globals';
import { interfaceOperations } from '../../../core/contract/interface/operations.ts';
import type { QuarantineEntryAnswer } from '../../../core/contract/quarantine/shapes.ts';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { textAnswer } from '../../../functions/middleware/http.ts';
import { serveRoutes } from '../../../functions/middleware/serve-routes.ts';
import { quarantineHandler } from '../../support/changing-handlers.ts';
import { aGatewayEvent, context } from '../../support/gateway-event.ts';

const entry: QuarantineEntryAnswer = {
  id: '7',
  reason: 'too-old',
  detail: 'it is too old',
  status: 'open',
  quarantinedAt: '2026-11-22T09:43:00Z',
  event: { source: 's', id: 'a', type: 't', subject: 'x', time: '2026-01-01T00:00:00Z' },
};

/** What the handlers were given last. */
const given: { request?: object } = {};
const review = quarantineHandler({
  'GET /v1/quarantine': ({ query, caller, body, idempotencyKey }) => {
    given.request = { query, caller, body, idempotencyKey };
    return { status: 200, body: { entries: [entry] } };
  },
  'GET /v1/quarantine/{id}': ({ params }) => {
    given.request = params;
    return { status: 200, body: entry };
  },
  'POST /v1/quarantine/retry': () => ({ status: 200, body: { done: 0, skipped: 0 } }),
  'POST /v1/quarantine/dismiss': () => ({ status: 200, body: { done: 0, skipped: 0 } }),
  'POST /v1/quarantine/{id}/retry': ({ idempotencyKey }) => {
    given.request = { idempotencyKey };
    return { status: 200, body: entry };
  },
  'POST /v1/quarantine/{id}/dismiss': ({ params, body }) => {
    given.request = body;
    throw new Rejection('quarantine.not-found', `there is no ${params.id}`, {
      param: '/reason',
      extensions: { subject: 'x' },
    });
  },
});

const ask = async (fields: Parameters<typeof aGatewayEvent>[0]) => {
  const answer = await review(aGatewayEvent(fields), context);
  return { ...answer, body: JSON.parse(answer.body) as unknown };
};

describe('a function of several routes', () => {
  it('answers each by its own handler, with path parameters, query and caller', async () => {
    const list = await ask({
      routeKey: 'GET /v1/quarantine',
      rawQueryString: 'status=open&limit=7&cursor=x%2Cy%20z',
    });
    const listGiven = given.request;
    const one = await ask({
      routeKey: 'GET /v1/quarantine/{id}',
      pathParameters: { id: 'a/b #' },
    });

    expect(list).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
      body: { entries: [{ id: '7' }] },
    });
    expect(listGiven).toEqual({
      query: { status: 'open', limit: 7, cursor: 'x,y z' },
      caller: {
        tenant: 'acme',
        keyId: 'key1',
        scopes: ['events:write', 'usage:read'],
        cursorKey: 'c',
      },
    });
    expect(one.body).toMatchObject({ id: '7' });
    expect(given.request).toEqual({ id: 'a/b #' });
  });

  it('refuses a query parameter that is given twice', async () => {
    const answer = await ask({ routeKey: 'GET /v1/quarantine', rawQueryString: 'limit=1&limit=2' });

    expect(answer).toMatchObject({
      statusCode: 400,
      body: { code: 'request.invalid', param: 'limit', detail: 'give the parameter limit once' },
    });
  });

  it('answers a rejection as a problem document with all its members', async () => {
    const answer = await ask({
      routeKey: 'POST /v1/quarantine/{id}/dismiss',
      pathParameters: { id: '7' },
      scopes: 'admin',
      body: '{"reason": "sent twice"}',
    });

    expect(answer).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: {
        type: 'urn:farthing:problem:quarantine.not-found',
        title: 'Quarantine not found',
        status: 404,
        code: 'quarantine.not-found',
        detail: 'there is no 7',
        param: '/reason',
        requestId: 'request-1',
        subject: 'x',
      },
    });
  });

  it.each([
    ['usage:read', 'key1 has usage:read'],
    ['', 'key1 has none'],
    ['administrator', 'key1 has administrator'],
  ])('refuses a key with the scopes %j where the route needs another', async (scopes, has) => {
    const answer = await ask({ routeKey: 'POST /v1/quarantine/{id}/retry', scopes, body: '{}' });

    expect(answer).toMatchObject({
      statusCode: 403,
      body: { code: 'key.scope-missing', detail: `use a key with the scope admin; ${has}` },
    });
  });

  it('refuses a route that is not its own', async () => {
    const answer = await ask({ routeKey: 'GET /v1/meters' });

    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'request.route-unknown' } });
  });

  it('does nothing for Stripe’s SDK, to which the same path is another thing', async () => {
    delete given.request;

    const answer = await ask({
      routeKey: 'POST /v1/quarantine/{id}/retry',
      pathParameters: { id: '7' },
      scopes: 'events:write',
      headers: { 'stripe-version': '2026-10-28.endive' },
      body: '{}',
    });

    expect(answer).toMatchObject({
      statusCode: 404,
      body: { error: { code: 'request.route-unknown', param: 'stripe-version' } },
    });
    expect(given.request).toBeUndefined();
  });

  it('answers 500 when the gateway lets a request in without saying who asks', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);

    const answer = await ask({ routeKey: 'GET /v1/quarantine', authorizer: 'none' });

    expect(answer).toMatchObject({ statusCode: 500, body: { code: 'request.failed' } });
    expect(JSON.stringify(logged.mock.calls)).toContain('attach the authorizer');
    logged.mockRestore();
  });

  it('logs what broke, and answers 500 with no detail of it', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = serveRoutes('DescribeApi', interfaceOperations, {
      'GET /openapi.json': () => {
        throw new TypeError('the password is 123');
      },
    });

    const { statusCode, body } = await broken(
      aGatewayEvent({ routeKey: 'GET /openapi.json' }),
      context,
    );

    expect(statusCode).toBe(500);
    expect(body).not.toContain('password');
    expect(JSON.parse(body)).toMatchObject({ code: 'request.failed', requestId: 'request-1' });
    expect(JSON.stringify(logged.mock.calls)).toMatch(/the password is 123.*stack/);
    expect(JSON.stringify(logged.mock.calls)).toContain('request-1');
    logged.mockRestore();
  });

  it('answers anybody where a route needs no key', async () => {
    const describeApi = serveRoutes('DescribeApi', interfaceOperations, {
      'GET /openapi.json': () => textAnswer('application/json', '{}'),
    });

    const answer = await describeApi(
      aGatewayEvent({ routeKey: 'GET /openapi.json', authorizer: 'none' }),
      context,
    );

    expect(answer).toMatchObject({ statusCode: 200, body: '{}' });
  });

  it('reads JSON bodies up to 64 KB, of the JSON media type only', async () => {
    const post = (fields: Parameters<typeof aGatewayEvent>[0]) =>
      ask({
        routeKey: 'POST /v1/quarantine/{id}/dismiss',
        pathParameters: { id: '7' },
        scopes: 'admin',
        ...fields,
      });

    expect((await post({ body: '{"reason": "x"}' })).statusCode).toBe(404);
    expect(given.request).toEqual({ reason: 'x' });
    expect((await post({ body: 'x'.repeat(65_537) })).body).toMatchObject({
      code: 'request.too-large',
    });
    expect(
      (await post({ body: '{}', headers: { 'content-type': 'text/plain' } })).body,
    ).toMatchObject({
      code: 'request.wrong-media-type',
      detail: 'set Content-Type to application/json; got text/plain',
    });
  });

  it('refuses what its operation does not declare, before the handler', async () => {
    const inQuery = await ask({ routeKey: 'GET /v1/quarantine', rawQueryString: 'state=open' });
    const inBody = await ask({
      routeKey: 'POST /v1/quarantine/{id}/dismiss',
      pathParameters: { id: '7' },
      scopes: 'admin',
      body: '{"reason": "x", "by": "me"}',
    });
    const inKey = await ask({
      routeKey: 'POST /v1/quarantine/{id}/retry',
      pathParameters: { id: '7' },
      scopes: 'admin',
      headers: { 'idempotency-key': 'a b' },
    });
    const inPath = await ask({
      routeKey: 'POST /v1/quarantine/{id}/retry',
      pathParameters: { id: 'x'.repeat(129) },
      scopes: 'admin',
    });

    expect(inQuery.body).toMatchObject({ code: 'request.unknown-field', param: 'state' });
    expect(inBody.body).toMatchObject({ code: 'request.unknown-field', param: '/by' });
    expect(inKey.body).toMatchObject({ code: 'request.idempotency-key-malformed' });
    expect(inPath.body).toMatchObject({ code: 'request.bad-key', param: 'id' });
  });
});
