import type { Context } from 'aws-lambda';
import type { Caller } from '../../core/access/caller.ts';
import { type Matched, matchRoute } from '../../core/contract/match.ts';
import type { Route } from '../../core/contract/route.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { problemAnswer } from '../middleware/answer-problems.ts';
import type { GatewayEvent } from '../middleware/gateway-event.ts';
import { type HttpAnswer, jsonAnswer } from '../middleware/http.ts';
import { logError } from '../middleware/log.ts';
import { type FrontRequest, frontEvent, splitUrl } from './front-event.ts';

/** What answers the routes of one function. */
type RoutesHandler = (event: GatewayEvent, context: Context) => Promise<HttpAnswer>;

/** By function: what answers its routes, loaded when it is first asked. */
export type Answering = Readonly<Record<Route['function'], () => Promise<RoutesHandler>>>;

export interface FrontPorts {
  /** Who asks, by the text of the `Authorization` header. */
  callerOf(authorization: string): Promise<Caller | 'no-key' | 'refused'>;
  readonly answering: Answering;
  newRequestId(): string;
}

/** As much of Lambda's context as middy reads. */
const context = {} as Context;

/**
 * Answers any request as the gateway, its authorizer and the function of the route do together, down to the gateway's
 * own words. A caller is known before the body is read.
 */
export function serveFront({ callerOf, answering, newRequestId }: FrontPorts) {
  return async (request: FrontRequest): Promise<HttpAnswer> => {
    const found = matchRoute(request.method, splitUrl(request.url).path);
    if (found === undefined) return gatewayAnswer(404, 'Not Found');
    const requestId = newRequestId();
    try {
      const caller = await letIn(found, request);
      if (caller !== undefined && 'statusCode' in caller) return caller;
      const body = await request.body();
      if (body === undefined) return problemAnswer(tooLarge(), requestId);
      const handle = await answering[found.route.function]();
      return await handle(frontEvent({ request, match: found, requestId, body, caller }), context);
    } catch (error) {
      logError('a request failed', error, { requestId, routeKey: found.key });
      return gatewayAnswer(500, 'Internal Server Error');
    }
  };

  /** Who asks, undefined where anybody may; or the answer to who may not. */
  async function letIn(
    { route }: Matched,
    { headers }: FrontRequest,
  ): Promise<Caller | HttpAnswer | undefined> {
    if (route.scope === undefined) return undefined;
    const { authorization = '' } = headers;
    if (authorization === '') return gatewayAnswer(401, 'Unauthorized');
    const caller = await callerOf(authorization);
    return typeof caller === 'string' ? gatewayAnswer(403, 'Forbidden') : caller;
  }
}

/** What the gateway itself would answer. */
const gatewayAnswer = (status: number, message: string): HttpAnswer =>
  jsonAnswer(status, { message });

const tooLarge = (): Rejection =>
  new Rejection('request.too-large', 'send less in a request: split it into several');

/** The answer to a request for which there is no room now. */
export const tooMany = (requestId: string): HttpAnswer =>
  problemAnswer(
    new Rejection(
      'request.too-many',
      'send it again after the seconds that Retry-After says, and fewer requests at once: nothing was done',
    ),
    requestId,
  );
