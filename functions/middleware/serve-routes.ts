import middy from '@middy/core';
import type { Route, Scope } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { answerProblems } from './answer-problems.ts';
import { anonymousRequestFrom, callerOf, type GatewayEvent } from './gateway-event.ts';
import type { HttpAnswer, HttpRequest, RequestOf } from './http.ts';
import { requireScope } from './require-scope.ts';
import { secureHeaders } from './secure-headers.ts';

type AnyRoute = (typeof routes)[number];

type HandlerOf<R extends AnyRoute> = (
  request: RequestOf<R['path'], R['scope']>,
) => HttpAnswer | Promise<HttpAnswer>;

/** One handler per route of each function, keyed as the gateway keys them: `"PUT /v1/meters/{key}"`. */
export type RouteHandlers = {
  readonly [Name in Route['function']]: {
    readonly [R in Extract<
      AnyRoute,
      { function: Name }
    > as `${R['method']} ${R['path']}`]: HandlerOf<R>;
  };
};

const scopes: ReadonlyMap<string, Scope | undefined> = new Map(
  routes.map(({ method, path, scope }) => [`${method} ${path}`, scope]),
);

/** The Lambda handler that answers all routes of the function `name`. A route without a handler does not compile. */
export const serveRoutes = <Name extends Route['function']>(
  name: Name,
  handlers: RouteHandlers[Name],
) =>
  middy<GatewayEvent, HttpAnswer>(dispatch(name, handlers))
    .use(secureHeaders())
    .use(answerProblems())
    .use(requireScope((routeKey) => scopes.get(routeKey)));

function dispatch<Name extends Route['function']>(name: Name, handlers: RouteHandlers[Name]) {
  const byRouteKey = new Map(
    Object.entries(handlers) as [string, (request: HttpRequest<string>) => Promise<HttpAnswer>][],
  );
  return async (event: GatewayEvent): Promise<HttpAnswer> => {
    const handle = byRouteKey.get(event.routeKey);
    if (handle === undefined) throw routeUnknown(name, event.routeKey);
    const request = anonymousRequestFrom(event);
    // Only a route without a scope has no caller, and its handler's type knows none.
    const caller = scopes.get(event.routeKey) === undefined ? undefined : callerOf(event);
    return handle({ ...request, caller } as HttpRequest<string>);
  };
}

const routeUnknown = (name: string, routeKey: string): Rejection =>
  new Rejection(
    'request.route-unknown',
    `see GET /openapi.json for the routes there are; ${name} does not answer ${routeKey}`,
  );
