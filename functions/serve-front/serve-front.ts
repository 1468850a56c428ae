import type { Context } from 'aws-lambda';
import type { Caller } from '../../core/access/caller.ts';
import type { BucketStanding, Rates } from '../../core/access/rates.ts';
import { tokensOf } from '../../core/access/token-bucket.ts';
import { type Matched, matchRoute } from '../../core/contract/match.ts';
import {
  type ErrorReader,
  errorReaderOf,
  isTakenForStripes,
} from '../../core/contract/others-errors.ts';
import type { Route } from '../../core/contract/route.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { problemAnswer, unexpected } from '../middleware/answer-problems.ts';
import { type GatewayEvent, keyUnknown } from '../middleware/gateway-event.ts';
import { type HttpAnswer, jsonAnswer } from '../middleware/http.ts';
import { logError } from '../middleware/log.ts';
import { secured } from '../middleware/secure-headers.ts';
import { notStripes, unroutedAnswer } from '../middleware/unrouted-answer.ts';
import { tooFast, withStandings } from '../middleware/within-rate.ts';
import { type EventParts, type FrontRequest, frontEvent, splitUrl } from './front-event.ts';
import { withTokenKept } from './kept-token.ts';
import { authorizationOf } from './sent-token.ts';
import type { Refusal } from './told-together.ts';

/** What answers the routes of one function. */
type RoutesHandler = (event: GatewayEvent, context: Context) => Promise<HttpAnswer>;

/** By function: what answers its routes, loaded when it is first asked. */
export type Answering = Readonly<Record<Route['function'], () => Promise<RoutesHandler>>>;

export interface FrontPorts {
  /** Who asks, by the text of the `Authorization` header. */
  callerOf(authorization: string): Promise<Caller | 'no-key' | 'refused'>;
  readonly answering: Answering;
  /** Counts what callers ask for. */
  readonly rates: Rates;
  /** Waits until a request's turn has come. */
  pause(milliseconds: number): Promise<void>;
  newRequestId(): string;
  /** Is told of each request that is refused before its function is asked. */
  onRefused(refusal: Refusal): void;
  /** Is told of each request that is answered with 500. */
  onFailed(): void;
  /** No route takes a larger body. */
  readonly bodyBytesMax: number;
}

/** As much of a body as one token is for. Sends are shared, so a request costs less beside its body than elsewhere. */
const BYTES_PER_TOKEN = 6 * 1024;

/** Nobody reads what comes with a GET: so whoever sends it slowly holds no place by that. */
const hasBody = ({ route }: Matched): boolean => route.method !== 'GET';

const bodyOf = async ({
  request,
  match,
}: Pick<EventParts, 'request' | 'match'>): Promise<Buffer | undefined> =>
  hasBody(match) ? request.body() : Buffer.alloc(0);

/** As long as the body is said to be; undefined where that is not said. */
function saidOf({ request, match }: Pick<EventParts, 'request' | 'match'>): number | undefined {
  const said = request.headers['content-length'];
  if (said !== undefined) return Number(said);
  return hasBody(match) ? undefined : 0;
}

/** A request for which there is a route, its body not read yet. */
interface Asked extends Omit<EventParts, 'body'> {
  readonly reader: ErrorReader | undefined;
}

/** As much of Lambda's context as middy reads. */
const context = {} as Context;

/**
 * Answers any request as the gateway, its authorizer and the function of the route do together, down to the gateway's
 * own words. A caller is known before the body is read, and so is most often whether it asks for too much.
 */
export const serveFront = (ports: FrontPorts) => {
  const answered = frontAnswers(ports);
  return async (request: FrontRequest): Promise<HttpAnswer> => {
    const answer = await answered(request);
    if (answer.statusCode === 500) ports.onFailed();
    return withTokenKept(request, answer);
  };
};

function frontAnswers(ports: FrontPorts) {
  const { callerOf, answering, rates, pause, newRequestId, onRefused, bodyBytesMax } = ports;
  return async (request: FrontRequest): Promise<HttpAnswer> => {
    const { method, headers } = request;
    const { path } = splitUrl(request.url);
    const match = matchRoute(method, path);
    const requestId = newRequestId();
    if (match === undefined) return unroutedAnswer({ method, path, requestId, headers });
    const reader = errorReaderOf(path, headers);
    if (isTakenForStripes(path, headers))
      return secured(problemAnswer(notStripes(), requestId, reader));
    try {
      const caller = await letIn({ request, match, requestId, reader });
      if (caller !== undefined && 'statusCode' in caller) return caller;
      // What is not taken costs nobody anything.
      if (Number(headers['content-length'] ?? 0) > bodyBytesMax)
        return problemAnswer(tooLarge(), requestId, reader);
      return await answerTo({ request, match, requestId, reader, caller });
    } catch (error) {
      logError('a request failed', error, { requestId, routeKey: match.key });
      return failedAnswer({ requestId, reader });
    }
  };

  async function answerTo(asked: Asked): Promise<HttpAnswer> {
    const { match, requestId, reader, caller } = asked;
    const said = saidOf(asked);
    const early = said === undefined ? undefined : await admitted(asked, said);
    if (early !== undefined && 'statusCode' in early) return early;
    const body = await bodyOf(asked);
    if (body === undefined) return problemAnswer(tooLarge(), requestId, reader);
    const standings = early ?? (await admitted(asked, body.byteLength));
    if ('statusCode' in standings) return standings;
    const handle = await answering[match.route.function]();
    const answer = await handle(frontEvent({ ...asked, body }), context);
    return caller === undefined ? answer : withStandings(answer, standings);
  }

  /** What a caller's buckets have once it is its turn; or the answer to who asks for too much. */
  async function admitted(
    { request, requestId, reader, caller }: Asked,
    bytes: number,
  ): Promise<readonly BucketStanding[] | HttpAnswer> {
    if (caller === undefined) return [];
    const isCompressed = request.headers['content-encoding'] !== undefined;
    const verdict = await rates.take(caller, tokensOf({ bytes, isCompressed }, BYTES_PER_TOKEN));
    if (!verdict.goesOn) {
      onRefused('slowed-down');
      return tooFast(verdict, { requestId, reader });
    }
    if (verdict.inMs > 0) await pause(verdict.inMs);
    return verdict.standings;
  }

  /** Who asks, undefined where anybody may; or the answer to who may not. */
  async function letIn({
    request,
    match: { route },
    requestId,
    reader,
  }: Omit<Asked, 'caller'>): Promise<Caller | HttpAnswer | undefined> {
    if (route.scope === undefined) return undefined;
    const authorization = authorizationOf(request, route);
    const caller = authorization === '' ? 'no-key' : await callerOf(authorization);
    if (typeof caller !== 'string') return caller;
    if (authorization !== '') onRefused('key-unknown');
    if (route.keysRefusedBy !== undefined)
      return secured(problemAnswer(keyUnknown(), requestId, reader));
    return authorization === ''
      ? gatewayAnswer(401, 'Unauthorized')
      : gatewayAnswer(403, 'Forbidden');
  }
}

/** What the gateway itself would answer. */
const gatewayAnswer = (status: number, message: string): HttpAnswer =>
  jsonAnswer(status, { message });

/** The gateway's words, unless they would be taken for a success. */
const failedAnswer = ({ requestId, reader }: Pick<Asked, 'requestId' | 'reader'>): HttpAnswer =>
  reader === undefined
    ? gatewayAnswer(500, 'Internal Server Error')
    : problemAnswer(unexpected(), requestId, reader);

const tooLarge = (): Rejection =>
  new Rejection('request.too-large', 'send less in a request: split it into several');

/** The answer to a request for which there is no room now. */
export const tooMany = (request: FrontRequest, requestId: string): HttpAnswer =>
  problemAnswer(
    new Rejection(
      'request.too-many',
      'send it again after the seconds that Retry-After says, and fewer requests at once: nothing was done',
    ),
    requestId,
    errorReaderOf(splitUrl(request.url).path, request.headers),
  );
