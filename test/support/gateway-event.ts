import type { Context } from 'aws-lambda';
import type { GatewayEvent } from '../../functions/middleware/gateway-event.ts';

const caller = {
  tenant: 'acme',
  keyId: 'key1',
  scopes: 'events:write usage:read',
  cursorKey: 'c',
};

/** By which a payer or a payee asks. */
export type SentToken = { readonly id: string } & (
  | { readonly payer: string }
  | { readonly payee: string }
);

const byToken = ({ id, ...holder }: SentToken) => ({ scopes: '', keyId: id, ...holder });

/** A request as the gateway hands it over; a test names only what it is about. */
export function aGatewayEvent(fields: {
  readonly routeKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly rawQueryString?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly scopes?: string;
  readonly tenant?: string;
  readonly keyId?: string | undefined;
  readonly token?: SentToken | undefined;
  readonly authorizer?: 'none';
}): GatewayEvent {
  const { routeKey = 'POST /v1/events', authorizer, scopes = caller.scopes } = fields;
  const [method = 'POST', path = '/'] = routeKey.split(' ');
  const { token, tenant = caller.tenant, keyId = caller.keyId } = fields;
  const lambda = {
    ...{ ...caller, tenant, keyId },
    ...(token === undefined ? { scopes } : byToken(token)),
  };
  return {
    version: '2.0',
    routeKey,
    rawPath: pathWith(path, fields.pathParameters),
    rawQueryString: fields.rawQueryString ?? '',
    headers: { 'content-type': 'application/json', ...fields.headers },
    ...(fields.pathParameters === undefined ? {} : { pathParameters: fields.pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'localhost',
      domainPrefix: 'api',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: 'request-1',
      routeKey,
      stage: '$default',
      time: '22/Nov/2026:09:43:00 +0000',
      timeEpoch: 1_795_340_580_000,
      ...(authorizer === 'none' ? {} : { authorizer: { lambda } }),
    },
    ...(fields.body === undefined ? {} : { body: fields.body }),
    isBase64Encoded: fields.isBase64Encoded ?? false,
  };
}

/** As much of Lambda's context as middy reads. */
export const context = {} as Context;

/** A route's path with its parameters in their places. */
const pathWith = (path: string, parameters: Readonly<Record<string, string>> = {}): string =>
  path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : encodeURIComponent(value);
  });
