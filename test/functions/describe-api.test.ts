import { describe, expect, it } from '@jest/globals';
import { handler } from '../../functions/describe-api/handler.ts';
import { aGatewayEvent, context } from '../support/gateway-event.ts';

describe('what the gateway has no route for', () => {
  const ask = (method: string, rawPath: string) => {
    const event = aGatewayEvent({ routeKey: '$default' });
    const { requestContext } = event;
    const http = { ...requestContext.http, method };
    return handler({ ...event, rawPath, requestContext: { ...requestContext, http } }, context);
  };

  it('is answered with 405 where the path has other methods, which Allow says', async () => {
    const { statusCode, headers, body } = await ask('PATCH', '/v1/customers/acme');

    expect([statusCode, headers['allow']]).toEqual([405, 'GET, PUT, OPTIONS']);
    expect(JSON.parse(body)).toMatchObject({
      code: 'request.method-unknown',
      detail: 'use GET or PUT on this path, got PATCH',
    });
  });

  it('is answered with 404 where there is no such path', async () => {
    const { statusCode, body } = await ask('GET', '/v1/customer');

    expect([statusCode, JSON.parse(body)]).toMatchObject([404, { code: 'request.route-unknown' }]);
  });

  it('says of a path by OPTIONS what it takes', async () => {
    expect(await ask('OPTIONS', '/v1/events')).toMatchObject({
      statusCode: 204,
      headers: { allow: 'POST, GET, OPTIONS', 'cache-control': 'no-store' },
    });
  });
});
