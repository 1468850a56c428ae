import type { IncomingMessage } from 'node:http';
import type { CorsDefinition } from '../template/http-api.ts';
import type { HttpAnswer } from './response.ts';

/** The gateway's answer to a browser that asks before it calls; undefined when the request is no such question. */
export function preflightAnswer(
  request: IncomingMessage,
  cors: CorsDefinition | undefined,
): HttpAnswer | undefined {
  const asks = request.headers['access-control-request-method'] !== undefined;
  if (cors === undefined || request.method !== 'OPTIONS' || !asks) return undefined;
  const { maxAgeSeconds } = cors;
  const headers = {
    ...originHeaders(request, cors),
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    ...(maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(maxAgeSeconds) }),
  };
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/**
 * `answer` with the API's CORS headers in place of the function's own, as the gateway does once it has a configuration.
 */
export function withCors(
  answer: HttpAnswer,
  request: IncomingMessage,
  cors: CorsDefinition | undefined,
): HttpAnswer {
  if (cors === undefined) return answer;
  const own = Object.entries(answer.headers).filter(
    ([name]) => !name.startsWith('access-control-'),
  );
  return { ...answer, headers: { ...Object.fromEntries(own), ...originHeaders(request, cors) } };
}

function originHeaders(request: IncomingMessage, cors: CorsDefinition): Record<string, string> {
  const { origin } = request.headers;
  if (origin === undefined) return {};
  const isAny = cors.allowOrigins.includes('*');
  if (!isAny && !cors.allowOrigins.includes(origin)) return {};
  return {
    'access-control-allow-origin': isAny ? '*' : origin,
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposeHeaders.length > 0
      ? { 'access-control-expose-headers': cors.exposeHeaders.join(',') }
      : {}),
  };
}
