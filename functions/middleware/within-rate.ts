import type { Context } from 'aws-lambda';
import type { BucketOf, BucketStanding, Rates, RateVerdict } from '../../core/access/rates.ts';
import { tokensOf } from '../../core/access/token-bucket.ts';
import { type ErrorReader, errorReaderOf } from '../../core/contract/others-errors.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { problemAnswer } from './answer-problems.ts';
import { callerOf, type GatewayEvent, isFromFront, isRefused } from './gateway-event.ts';
import type { HttpAnswer } from './http.ts';
import { secured } from './secure-headers.ts';

type Handler = (event: GatewayEvent, context: Context) => Promise<HttpAnswer>;

/** As much of a body as one token is for: a hundred events of usual length. */
const BYTES_PER_TOKEN = 24 * 1024;

/**
 * Answers as `handler` does while the caller's buckets have something, and else with 429. The front has counted what
 * comes from it.
 */
export const withinRate =
  (rates: Rates, handler: Handler): Handler =>
  async (event, context) => {
    // A route that needs no key has no caller to count for.
    const isCounted = event.requestContext.authorizer !== undefined && !isFromFront(event);
    if (!isCounted || isRefused(event)) return handler(event, context);
    const verdict = await rates.take(callerOf(event), tokensOf(bodyIn(event), BYTES_PER_TOKEN));
    if (!verdict.goesOn) return tooFast(verdict, askedBy(event));
    return withStandings(await handler(event, context), verdict.standings);
  };

const bodyIn = ({ body = '', isBase64Encoded, headers }: GatewayEvent) => ({
  bytes: isBase64Encoded ? (body.length * 3) / 4 : body.length,
  isCompressed: headers['content-encoding'] !== undefined,
});

/** A request that is answered. */
export interface Asked {
  readonly requestId: string;
  readonly reader: ErrorReader | undefined;
}

const askedBy = ({ requestContext, rawPath, headers }: GatewayEvent): Asked => ({
  requestId: requestContext.requestId,
  reader: errorReaderOf(rawPath, headers),
});

/** The answer to a request for which a bucket has no tokens. */
export function tooFast(
  { empty, retrySeconds, standings }: Extract<RateVerdict, { goesOn: false }>,
  { requestId, reader }: Asked,
): HttpAnswer {
  const rejection = new Rejection(
    tooFastCode[empty],
    `send it again after the seconds that Retry-After says, and fewer a second: nothing was done, as ${whose[empty]} asked for more than it may (RateLimit-Policy)`,
  );
  const answer = problemAnswer(rejection, requestId, reader);
  const headers = { ...answer.headers, 'retry-after': String(retrySeconds) };
  return withStandings(secured({ ...answer, headers }), standings);
}

const whose = {
  tenant: 'the tenant',
  key: 'the key',
  payers: 'the payers of the tenant together',
  payer: 'the payer',
  payees: 'the payees of the tenant together',
  payee: 'the payee',
} as const satisfies Record<BucketOf, string>;

const tooFastCode = {
  tenant: 'tenant.too-fast',
  key: 'key.too-fast',
  payers: 'tenant.too-fast',
  payer: 'key.too-fast',
  payees: 'tenant.too-fast',
  payee: 'key.too-fast',
} as const satisfies Record<BucketOf, string>;

/** Structured fields (RFC 9651) by draft-ietf-httpapi-ratelimit-headers-10. */
export function withStandings(
  answer: HttpAnswer,
  standings: readonly BucketStanding[],
): HttpAnswer {
  if (standings.length === 0) return answer;
  const policies = standings.map(({ owner, perSecond }) => `"${owner}";q=${perSecond};w=1`);
  const limits = standings.map(
    ({ owner, left, fullInSeconds }) => `"${owner}";r=${left};t=${fullInSeconds}`,
  );
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'ratelimit-policy': policies.join(', '),
      ratelimit: limits.join(', '),
    },
  };
}
