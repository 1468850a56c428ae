import { isUtf8 } from 'node:buffer';
import type { Caller } from '../../core/access/caller.ts';
import type { Matched } from '../../core/contract/match.ts';
import { frontApiId, type GatewayEvent } from '../middleware/gateway-event.ts';

/** A request as the front gets it, its body not read yet. */
export interface FrontRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  /** Names in lower case; the values of a repeated header are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body; undefined where it is larger than any route takes. */
  body(): Promise<Buffer | undefined>;
}

export interface EventParts {
  readonly request: FrontRequest;
  readonly match: Matched;
  readonly requestId: string;
  readonly body: Buffer;
  /** Undefined on a route that needs no key. */
  readonly caller: Caller | undefined;
}

/** The path and the query string of a request's target. */
export function splitUrl(url: string): { readonly path: string; readonly query: string } {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

/** The request in the gateway's words: payload 2.0, as the functions get it from an HTTP API. */
export function frontEvent({ request, match, requestId, body, caller }: EventParts): GatewayEvent {
  const { path, query } = splitUrl(request.url);
  const { key: routeKey, params } = match;
  const lambda = caller === undefined ? undefined : { ...caller, scopes: caller.scopes.join(' ') };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers: request.headers,
    pathParameters: params,
    requestContext: {
      accountId: '',
      apiId: frontApiId,
      domainName: request.headers['host'] ?? '',
      domainPrefix: 'front',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
      ...(lambda === undefined ? {} : { authorizer: { lambda } }),
    },
    ...bodyOf(body, request.headers),
  };
}

/** Text where it is some, for the functions refuse what is not where it must be; else in base64. */
function bodyOf(body: Buffer, headers: FrontRequest['headers']) {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = headers['content-encoding'] === undefined && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
