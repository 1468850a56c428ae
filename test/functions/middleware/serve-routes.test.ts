import { describe, expect, it, jest } from '@jest/globals';
import { Rejection } from '../../../core/kernel/rejection.ts';
import { jsonAnswer, textAnswer } from '../../../functions/middleware/http.ts';
import { jsonBody } from '../../../functions/middleware/request-body.ts';
import { serveRoutes } from '../../../functions/middleware/serve-routes.ts';
import { aGatewayEvent, context } from '../../support/gateway-event.ts';

const review = serveRoutes('ReviewQuarantine', {
  'GET /v1/quarantine': ({ query, caller }) =>
    jsonAnswer(200, { query: Object.fromEntries(query), caller }),
  'GET /v1/quarantine/{id}': ({ params }) => jsonAnswer(200, params),
  'POST /v1/quarantine/{id}/retry': (request) => jsonAnswer(200, jsonBody(request)),
  'POST /v1/quarantine/{id}/dismiss': ({ params }) => {
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
    const list = await ask({ routeKey: 'GET /v1/quarantine', rawQueryString: 'a=1%202&b=x%2Cy&c' });
    const one = await ask({
      routeKey: 'GET /v1/quarantine/{id}',
      pathParameters: { id: 'a/b #' },
    });

    expect(list).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
      body: {
        query: { a: '1 2', b: 'x,y', c: '' },
        caller: {
          tenant: 'acme',
          keyId: 'key1',
          scopes: ['events:write', 'usage:read'],
          cursorKey: 'c',
        },
      },
    });
    expect(one.body).toEqual({ id: 'a/b #' });
  });

  it('refuses a query parameter that is given twice', async () => {
    const answer = await ask({ routeKey: 'GET /v1/quarantine', rawQueryString: 'a=1&a=2' });

    expect(answer).toMatchObject({
      statusCode: 400,
      body: { code: 'request.invalid', param: 'a', detail: 'give the parameter a once' },
    });
  });

  it('answers a rejection as a problem document with all its members', async () => {
    const answer = await ask({
      routeKey: 'POST /v1/quarantine/{id}/dismiss',
      pathParameters: { id: '7' },
      scopes: 'admin',
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

  it('answers 500 when the gateway lets a request in without saying who asks', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);

    const answer = await ask({ routeKey: 'GET /v1/quarantine', authorizer: 'none' });

    expect(answer).toMatchObject({ statusCode: 500, body: { code: 'request.failed' } });
    expect(JSON.stringify(logged.mock.calls)).toContain('attach the authorizer');
    logged.mockRestore();
  });

  it('logs what broke, and answers 500 with no detail of it', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const broken = serveRoutes('IngestEvents', {
      'POST /v1/events': () => {
        throw new TypeError('the password is 123');
      },
    });

    const { statusCode, body } = await broken(aGatewayEvent({ body: '{}' }), context);

    expect(statusCode).toBe(500);
    expect(body).not.toContain('password');
    expect(JSON.parse(body)).toMatchObject({ code: 'request.failed', requestId: 'request-1' });
    expect(JSON.stringify(logged.mock.calls)).toMatch(/the password is 123.*stack/);
    expect(JSON.stringify(logged.mock.calls)).toContain('request-1');
    logged.mockRestore();
  });

  it('answers anybody where a route needs no key', async () => {
    const describeApi = serveRoutes('DescribeApi', {
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
      ask({ routeKey: 'POST /v1/quarantine/{id}/retry', scopes: 'admin', ...fields });

    expect((await post({ body: '{"a": 1.0}' })).body).toEqual({ a: 1 });
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
});
