import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Json, JsonObject } from '../template/json.ts';
import type { RouteMatch } from './router.ts';

/** What an event is made from besides the request itself. */
export interface EventContext {
  readonly match: RouteMatch;
  readonly requestId: string;
  readonly apiId: string;
  readonly account: string;
  readonly stage: string;
  /** Milliseconds since 1970, of the runtime's clock. */
  readonly now: number;
}

/** The part of a payload format 2.0 event that a function and an authorizer both get. */
export interface RequestEvent extends JsonObject {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: JsonObject;
}

/** The event of a request, without its body. */
export function requestEvent(request: IncomingMessage, context: EventContext): RequestEvent {
  const { rawPath, rawQueryString } = splitUrl(request.url ?? '/');
  const { cookie, ...headers } = headersOf(request);
  const query = queryOf(rawQueryString);
  const { pathParameters, route } = context.match;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath,
    rawQueryString,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers: { ...headers, ...forwarding(request, context.requestId) },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: context.account,
      apiId: context.apiId,
      domainName: headers['host'] ?? '127.0.0.1',
      domainPrefix: context.apiId,
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: context.requestId,
      routeKey: route.key,
      stage: context.stage,
      time: commonLogTime(context.now),
      timeEpoch: context.now,
    },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
  };
}

/** The body, as text where the gateway takes it for text, else in base64. */
export function bodyOf(body: Buffer, headers: Readonly<Record<string, string>>): JsonObject {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const isText = isTextType(headers) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function isTextType(headers: Readonly<Record<string, string>>): boolean {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return false;
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';');
  return /^(text\/.*|application\/(json|javascript|xml|.*\+json|.*\+xml))$/.test(type.trim());
}

/** The path and the query string of a request's target, as they were sent. */
export function splitUrl(url: string): { rawPath: string; rawQueryString: string } {
  const at = url.indexOf('?');
  return at < 0
    ? { rawPath: url, rawQueryString: '' }
    : { rawPath: url.slice(0, at), rawQueryString: url.slice(at + 1) };
}

/** Lower-case names; the values of a repeated header are joined by commas, cookies by semicolons. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const headers = new Map<string, string>();
  const { rawHeaders } = request;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers.get(name);
    const separator = name === 'cookie' ? '; ' : ',';
    headers.set(name, before === undefined ? value : `${before}${separator}${value}`);
  }
  return Object.fromEntries(headers);
}

function forwarding(request: IncomingMessage, requestId: string): Record<string, string> {
  return {
    'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-port': String(request.socket.localPort ?? ''),
    'x-amzn-trace-id': `Root=${requestId}`,
  };
}

function queryOf(rawQueryString: string): Record<string, Json> | undefined {
  if (rawQueryString === '') return undefined;
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const before = query.get(name);
    query.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(query);
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(now: number): string {
  const [, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
