import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type OnFailure, reasonOf } from '../failures.ts';
import { payloadBytesMax } from '../lambda/function-pool.ts';
import type { Functions } from '../lambda/functions.ts';
import type { HttpApiDefinition, RouteDefinition } from '../template/http-api.ts';
import { type Authorize, authorizers, type Verdict } from './authorizer.ts';
import { preflightAnswer, withCors } from './cors.ts';
import { bodyOf, requestEvent, splitUrl } from './event.ts';
import { readBody } from './read-body.ts';
import { answerIn, gatewayAnswer, type HttpAnswer } from './response.ts';
import { type RouteMatch, router } from './router.ts';

/** Requests so far; a unit is 512 KB of request and answer, which is what AWS charges for. */
export interface HttpCalls {
  requests: number;
  units: number;
  byRoute: Record<string, number>;
}

/** An HTTP API of API Gateway, which answers requests with functions. */
export interface Gateway {
  readonly calls: HttpCalls;
  answer(request: IncomingMessage): Promise<HttpAnswer>;
}

/** How a gateway is made. */
export interface GatewayOptions {
  readonly api: HttpApiDefinition;
  readonly functions: Functions;
  readonly now: () => number;
  readonly region: string;
  readonly account: string;
  readonly onLog: (line: string) => void;
  readonly onFailure: OnFailure;
}

const bodyBytesMax = 10 * 1024 * 1024;
const unitBytes = 512 * 1024;

/** The gateway of one API. */
export function gateway(options: GatewayOptions): Gateway {
  const { api } = options;
  const route = router(api.routes);
  const authorize = authorizers(options.functions, options.now);
  const calls: HttpCalls = { requests: 0, units: 0, byRoute: {} };
  const answered = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const body = await readBody(request, bodyBytesMax);
    if (body === undefined) return gatewayAnswer(413, 'Request Too Long');
    const match = route(request.method ?? 'GET', pathIn(request, api.stage));
    if (match === undefined) return gatewayAnswer(404, 'Not Found');
    const answer = await serve(request, body, match, authorize, options);
    calls.byRoute[match.route.key] = (calls.byRoute[match.route.key] ?? 0) + 1;
    calls.units += Math.max(1, Math.ceil((body.byteLength + answer.body.byteLength) / unitBytes));
    return answer;
  };
  return {
    calls,
    answer: async (request) => {
      calls.requests += 1;
      const preflight = preflightAnswer(request, api.cors);
      return preflight ?? withCors(await answered(request), request, api.cors);
    },
  };
}

/** A named stage is the first part of every path; outside of it there is nothing. */
function pathIn(request: IncomingMessage, stage: string): string {
  const { rawPath } = splitUrl(request.url ?? '/');
  if (stage === '$default') return rawPath;
  return rawPath.startsWith(`/${stage}/`) ? rawPath.slice(stage.length + 1) : '';
}

async function serve(
  request: IncomingMessage,
  body: Buffer,
  match: RouteMatch,
  authorize: Authorize,
  options: GatewayOptions,
): Promise<HttpAnswer> {
  const { api, account, region } = options;
  const { route } = match;
  const now = options.now();
  const { apiId, stage } = api;
  const context = { match, requestId: randomUUID(), apiId, account, stage, now };
  const event = requestEvent(request, context);
  const routeArn = `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${route.key.replace(' ', '')}`;
  const verdict: Verdict =
    route.authorizer === undefined
      ? { kind: 'allowed', context: {} }
      : await authorize(route.authorizer, event, routeArn);
  switch (verdict.kind) {
    case 'identity-missing':
      return gatewayAnswer(401, 'Unauthorized');
    case 'denied':
      return gatewayAnswer(403, 'Forbidden');
    case 'failed':
      options.onLog(`${route.key}: the authorizer failed`);
      return gatewayAnswer(500, 'Internal Server Error');
    case 'allowed':
      break;
  }
  const authorized =
    route.authorizer === undefined ? {} : { authorizer: { lambda: verdict.context } };
  const payload = JSON.stringify({
    ...event,
    requestContext: { ...event.requestContext, ...authorized },
    ...bodyOf(body, event.headers),
  });
  if (Buffer.byteLength(payload) > payloadBytesMax) return gatewayAnswer(413, 'Request Too Long');
  const answer = await integrate(route, payload, options);
  return { ...answer, headers: { ...answer.headers, 'apigw-requestid': context.requestId } };
}

/** Has the route's function answer, within the integration's time. */
async function integrate(
  route: RouteDefinition,
  payload: string,
  { functions, onLog, onFailure }: GatewayOptions,
): Promise<HttpAnswer> {
  const pool = functions.find(route.functionName);
  if (pool === undefined) return gatewayAnswer(500, 'Internal Server Error');
  const result = await inTime(pool.invoke(payload), route.integrationTimeoutMs);
  if (result === undefined) {
    onLog(`${route.key}: no answer in ${route.integrationTimeoutMs} ms`);
    return gatewayAnswer(503, 'Service Unavailable');
  }
  const { path } = pool.definition;
  if (result.failure !== undefined) {
    onFailure({ path, reason: reasonOf(result) });
    onLog(`${route.key}: ${path} failed: ${result.payload}`);
    return gatewayAnswer(500, 'Internal Server Error');
  }
  const answer = answerIn(result.payload);
  if (answer !== undefined) {
    if (answer.status >= 500) onFailure({ path, reason: reasonOf(result) });
    return answer;
  }
  onLog(`${route.key}: ${path} returned no valid response: ${result.payload.slice(0, 300)}`);
  return gatewayAnswer(500, 'Internal Server Error');
}

/** What `promise` resolves to; undefined when that takes too long. */
function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds, undefined);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
