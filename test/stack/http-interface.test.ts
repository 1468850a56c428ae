import { describe, expect, it } from '@jest/globals';
import { routes } from '../../core/contract/routes.ts';
import { at, nameIn, ofType, resources, targetOf, theOnly } from './synthesized.ts';

const deployed = new Map(
  ofType(resources, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
    String(Properties['RouteKey']),
    Properties,
  ]),
);
const [, stage] = theOnly(resources, 'AWS::ApiGatewayV2::Stage');

describe.each(routes)('$method $path', ({ method, path, scope, function: name }) => {
  const route = deployed.get(`${method} ${path}`);

  it(scope === undefined ? 'needs no key' : 'lets nobody in without a key', () => {
    expect(route?.['AuthorizationType']).toBe(scope === undefined ? 'NONE' : 'CUSTOM');
  });

  it(`is answered by ${name}`, () => {
    const integration = resources.get(targetOf(route?.['Target']));

    expect(nameIn(targetOf(at(integration, 'IntegrationUri')))).toBe(name);
  });
});

describe('the HTTP API', () => {
  it('has no route that the contract does not have', () => {
    const agreed = routes.map(({ method, path }) => `${method} ${path}`);

    expect([...deployed.keys()].toSorted()).toEqual(agreed.toSorted());
  });

  it('asks AuthorizeRequest, and remembers the answer for a minute by the key', () => {
    const [, authorizer] = theOnly(resources, 'AWS::ApiGatewayV2::Authorizer');

    expect(authorizer.Properties).toMatchObject({
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 60,
    });
    expect(JSON.stringify(authorizer.Properties['AuthorizerUri'])).toContain('AuthorizeRequest');
  });

  it('slows down callers before the account is exhausted', () => {
    expect(at(stage, 'DefaultRouteSettings')).toEqual({
      ThrottlingBurstLimit: 1000,
      ThrottlingRateLimit: 2000,
    });
  });

  it('logs who asked for what, and never the key itself', () => {
    const format = String(at(stage, 'AccessLogSettings.Format'));

    const line: unknown = JSON.parse(format);

    expect(line).toMatchObject({
      route: '$context.routeKey',
      status: '$context.status',
      tenant: '$context.authorizer.tenant',
    });
    expect(format).not.toMatch(/header/i);
  });
});
