import { describe, expect, it } from '@jest/globals';
import { gatewayRoutes } from '../../core/contract/gateway-routes.ts';
import type { Route } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { aStack, resourcesOf } from './a-stack.ts';
import { at, nameIn, ofType, resources, targetOf, theOnly } from './synthesized.ts';

const deployed = new Map(
  ofType(resources, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
    String(Properties['RouteKey']),
    Properties,
  ]),
);
const [, stage] = theOnly(resources, 'AWS::ApiGatewayV2::Stage');

/** The gateway's route that takes requests of one: itself, or the one of its family. */
const takenBy = ({ method, path }: Pick<Route, 'method' | 'path'>): string => {
  const [found = ''] = gatewayRoutes
    .filter((route) => route.method === method)
    .map((route) => route.path)
    .filter((template) => template === path || isBelow(template, path))
    .toSorted((a, b) => b.replace('{rest+}', '').length - a.replace('{rest+}', '').length);
  return `${method} ${found}`;
};
const isBelow = (template: string, path: string): boolean =>
  template.endsWith('/{rest+}') && path.startsWith(template.slice(0, -'{rest+}'.length));

describe.each(routes as readonly Route[])(
  '$method $path',
  ({ method, path, scope, function: name }) => {
    const route = deployed.get(takenBy({ method, path }));

    it(scope === undefined ? 'needs no key' : 'lets nobody in without a key', () => {
      expect(route?.['AuthorizationType']).toBe(scope === undefined ? 'NONE' : 'CUSTOM');
    });

    it(`is answered by ${name}`, () => {
      const integration = resources.get(targetOf(route?.['Target']));

      expect(nameIn(targetOf(at(integration, 'IntegrationUri')))).toBe(name);
    });
  },
);

describe('the HTTP API', () => {
  it('has one permission for all routes of a function', () => {
    const called = ofType(resources, 'AWS::Lambda::Permission')
      .filter(([, { Properties }]) => Properties['Principal'] === 'apigateway.amazonaws.com')
      .map(([, { Properties }]) => nameIn(targetOf(Properties['FunctionName'])));
    const answering = new Set(routes.map((route) => route.function));

    // DescribeApi answers what is no route as well, and the authorizer has a permission for each of its two uses.
    expect(new Set(called)).toEqual(new Set([...answering, 'AuthorizeRequest']));
    expect(called.length).toBeLessThanOrEqual(answering.size + 3);
  });

  it('has the routes of the contract, families of them as one, and one more for all that is none of them', () => {
    const agreed = gatewayRoutes.map(({ method, path }) => `${method} ${path}`);

    expect([...deployed.keys()].toSorted()).toEqual(['$default', ...agreed].toSorted());
  });

  it('has DescribeApi say without a key what there is instead of a route that is none', () => {
    const unrouted = deployed.get('$default');
    const integration = resources.get(targetOf(unrouted?.['Target']));

    expect(unrouted?.['AuthorizationType']).toBe('NONE');
    expect(nameIn(targetOf(at(integration, 'IntegrationUri')))).toBe('DescribeApi');
  });

  it('lets no web page of another origin read answers, unless its origin is set', () => {
    const of = (all: typeof resources) =>
      at(theOnly(all, 'AWS::ApiGatewayV2::Api')[1], 'CorsConfiguration');
    const withOrigin = aStack({ 'farthing:corsOrigins': 'https://app.example.com' });

    expect(of(resources)).toBeUndefined();
    expect(of(resourcesOf(withOrigin))).toMatchObject({
      AllowOrigins: ['https://app.example.com'],
      AllowHeaders: expect.arrayContaining(['authorization', 'content-type', 'idempotency-key']),
      AllowMethods: expect.arrayContaining(['GET', 'POST', 'PUT']),
    });
  });

  const authorizers = ofType(resources, 'AWS::ApiGatewayV2::Authorizer');

  it.each(authorizers)(
    'asks AuthorizeRequest, and remembers the answer for a minute by the key (%s)',
    (_, authorizer) => {
      expect(authorizer.Properties).toMatchObject({
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        IdentitySource: ['$request.header.Authorization'],
        AuthorizerResultTtlInSeconds: 60,
      });
      expect(JSON.stringify(authorizer.Properties['AuthorizerUri'])).toContain('AuthorizeRequest');
    },
  );

  it('remembers what it lets through to be refused by the function for no other route', () => {
    const idsOf = (isLenient: boolean) =>
      (routes as readonly Route[])
        .filter((route) => (route.keysRefusedBy === 'function') === isLenient)
        .filter(({ scope }) => scope !== undefined)
        .map((route) => JSON.stringify(deployed.get(takenBy(route))?.['AuthorizerId']));

    expect(new Set(idsOf(true)).size).toBe(1);
    expect(new Set(idsOf(false)).size).toBe(1);
    expect(new Set([...idsOf(true), ...idsOf(false)]).size).toBe(authorizers.length);
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
