import middy, { type MiddlewareObj } from '@middy/core';
import { auditedChange, type KeyedAuditPorts } from '../../core/access/audit/audited.ts';
import type { Caller } from '../../core/access/caller.ts';
import { type PayeeTokenPorts, refuseByPayeeToken } from '../../core/access/payee-tokens.ts';
import { routeFromGateway } from '../../core/contract/gateway-routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import { isTakenForStripes } from '../../core/contract/others-errors.ts';
import {
  type ChangingRoute,
  isChanging,
  type PayeeTokenAction,
  type Route,
} from '../../core/contract/route.ts';
import type { RouteKey } from '../../core/contract/route-key.ts';
import { routes } from '../../core/contract/routes.ts';
import type { OperationAt } from '../../core/contract/typed-operation.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { answerProblems } from './answer-problems.ts';
import { changeAskedBy } from './asked-change.ts';
import { declaredRequest, type OperationRequest } from './declared-request.ts';
import { anonymousRequestFrom, callerOf, type GatewayEvent } from './gateway-event.ts';
import {
  type AnswerOf,
  emptyAnswer,
  type HttpAnswer,
  jsonAnswer,
  type RequestOf,
  type RouteRow,
} from './http.ts';
import { requireScope } from './require-scope.ts';
import { secureHeaders } from './secure-headers.ts';
import { notStripes, unroutedAnswer } from './unrouted-answer.ts';

type HandlerOf<R extends RouteRow> = (
  request: RequestOf<R>,
) => AnswerOf<KeyOf<[R]>> | Promise<AnswerOf<KeyOf<[R]>>>;

/** One handler per route of each function, keyed as the gateway keys them: `"PUT /v1/meters/{key}"`. */
export type RouteHandlers = {
  readonly [Name in Route['function']]: {
    readonly [R in Extract<
      RouteRow,
      { function: Name }
    > as `${R['method']} ${R['path']}`]: HandlerOf<R>;
  };
};

/** By what the requests of a function's routes are read: their operations, but of one that reads all of it itself. */
type Declarations<Name extends Route['function']> = {
  readonly [Key in keyof RouteHandlers[Name] & RouteKey]: OperationAt<Key> extends {
    readonly readBy: 'function';
  }
    ? { readonly readBy: 'function' }
    : OperationAt<Key>;
};

const rows: ReadonlyMap<string, Route> = new Map(
  routes.map((route: Route) => [`${route.method} ${route.path}`, route]),
);

const changing: ReadonlySet<string> = new Set(
  routes.filter(isChanging).map(({ method, path }) => `${method} ${path}`),
);

type RowsWith<Name extends Route['function'], Member> = Extract<
  RouteRow,
  { function: Name } & Member
>;

/**
 * A function with a route that changes anything cannot do without an audit, nor one that takes payees' tokens without a
 * look at these; others have neither.
 */
type AskersOf<Name extends Route['function']> = [RowsWith<Name, ChangingRoute>] extends [never]
  ? []
  : [RowsWith<Name, { payeeToken: PayeeTokenAction }>] extends [never]
    ? [askers: KeyedAuditPorts]
    : [askers: KeyedAuditPorts & PayeeTokenPorts];

/** Who asks is looked up with these. */
type Askers = KeyedAuditPorts & Partial<Pick<PayeeTokenPorts, 'payeeTokens'>>;

/**
 * The Lambda handler that answers all routes of the function `name`. A route without a handler does not compile. Each
 * request that may change anything is in the audit before its handler has it.
 */
export const serveRoutes = <Name extends Route['function']>(
  name: Name,
  operations: Declarations<Name>,
  handlers: RouteHandlers[Name],
  ...[askers]: AskersOf<Name>
) =>
  middy<GatewayEvent, HttpAnswer>(dispatch(name, operations, handlers, askers))
    .use(secureHeaders())
    .use(answerProblems())
    .use(routed)
    .use(refuseTakenForStripes)
    .use(requireScope((routeKey) => rows.get(routeKey)));

/** The gateway has one route for several of ours: from here on, a request is for the one that it means. */
const routed: MiddlewareObj<GatewayEvent, HttpAnswer> = {
  before: (request) => {
    const { event } = request;
    const { pathParameters = {}, rawPath: path, headers, requestContext } = event;
    const found = routeFromGateway(event.routeKey, pathParameters);
    if (found === undefined) {
      const { requestId, http } = requestContext;
      return unroutedAnswer({ method: http.method, path, requestId, headers });
    }
    request.event = { ...event, routeKey: found.key, pathParameters: found.params };
    return undefined;
  },
};

/** Whatever the key may do, so that both fronts answer alike. */
const refuseTakenForStripes: MiddlewareObj<GatewayEvent> = {
  before: ({ event: { routeKey, headers } }) => {
    const [, path = ''] = routeKey.split(' ');
    if (isTakenForStripes(path, headers)) throw notStripes();
  },
};

type AnyAnswer =
  | HttpAnswer
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    };
type AnyHandler = (request: unknown) => AnyAnswer | Promise<AnyAnswer>;

function dispatch<Name extends Route['function']>(
  name: Name,
  operations: Declarations<Name>,
  handlers: RouteHandlers[Name],
  askers: Askers | undefined,
) {
  // That each handler takes what its operation declares, its type has seen to.
  const byRouteKey = new Map(Object.entries(handlers) as [string, AnyHandler][]);
  const declarations = new Map(Object.entries(operations) as [string, OperationRequest][]);
  return async (event: GatewayEvent): Promise<HttpAnswer> => {
    const handle = byRouteKey.get(event.routeKey);
    const declared = declarations.get(event.routeKey);
    if (handle === undefined || declared === undefined) throw routeUnknown(name, event.routeKey);
    // Only a route without a scope has no caller, and its handler's type knows none.
    const caller = rows.get(event.routeKey)?.scope === undefined ? undefined : callerOf(event);
    if (caller?.payee !== undefined) await refuseByOwnToken(askers, event, caller);
    const sent = anonymousRequestFrom(event, declared);
    const request = declaredRequest(sent, declared);
    const act = async (): Promise<HttpAnswer> => {
      const answer = await handle({ ...request, caller });
      if ('statusCode' in answer) return answer;
      if (answer.body === undefined) return emptyAnswer(answer.status);
      return withHeaders(jsonAnswer(answer.status, answer.body), answer.headers);
    };
    if (caller === undefined || !changing.has(event.routeKey)) return act();
    invariant(askers !== undefined, 'a function of a route that changes anything has an audit');
    const change = changeAskedBy(event, caller, { sent, bodyMax: declared.bodyMax });
    return auditedChange(askers, change, act, ({ statusCode }) => statusCode);
  };
}

/**
 * A payee's token is looked at with each request, and is for its own payee alone.
 * @throws Rejection `token.refused`, `token.not-allowed`
 */
async function refuseByOwnToken(
  askers: Askers | undefined,
  { routeKey, pathParameters }: GatewayEvent,
  caller: Caller,
): Promise<void> {
  const action = rows.get(routeKey)?.payeeToken;
  const { payeeTokens, clock } = askers ?? {};
  invariant(action !== undefined, `${routeKey} takes payees' tokens`);
  invariant(payeeTokens !== undefined && clock !== undefined, `${routeKey} looks at tokens`);
  await refuseByPayeeToken({ payeeTokens, clock }, caller, action);
  const named = pathParameters?.['key'];
  if (named === undefined || named === caller.payee) return;
  const detail = 'ask for the payee of the token: it is for no other';
  throw new Rejection('token.not-allowed', detail, { param: 'key' });
}

const withHeaders = (answer: HttpAnswer, headers: HttpAnswer['headers'] = {}): HttpAnswer => ({
  ...answer,
  headers: { ...answer.headers, ...headers },
});

const routeUnknown = (name: string, routeKey: string): Rejection =>
  new Rejection(
    'request.route-unknown',
    `see GET /openapi.json for the routes there are; ${name} does not answer ${routeKey}`,
  );
