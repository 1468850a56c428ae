import type {
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
} from 'aws-lambda';
import type { Caller } from '../../core/access/caller.ts';
import type { Operation } from '../../core/contract/operation.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { invariant } from '../../core/kernel/invariant.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { AnonymousRequest } from './http.ts';

/** What the authorizer answers and the gateway passes on. */
export interface AuthorizerContext {
  readonly tenant: string;
  readonly keyId: string;
  /** Joined by spaces. */
  readonly scopes: string;
  readonly cursorKey: string;
  /** Of a caller with a payer's token. */
  readonly payer?: string;
  /** Of a caller with a payee's token. */
  readonly payee?: string;
  /** What a key was refused with that the gateway did not refuse: see `keysRefusedBy`. */
  readonly refused: string;
}

/** An HTTP API request, payload 2.0; no authorizer on a route that needs no key. */
export type GatewayEvent = APIGatewayProxyEventV2WithRequestContext<
  APIGatewayEventRequestContextV2 & {
    readonly authorizer?: { readonly lambda?: Partial<AuthorizerContext> | null };
  }
>;

/** What the second front says as the id of the API that a request came by. */
export const frontApiId = 'front';

/** Whether the second front calls, in its own process. AWS makes ids of ten digits and letters. */
export const isFromFront = ({ requestContext }: GatewayEvent): boolean =>
  requestContext.apiId === frontApiId;

/** Whether the authorizer has left it to the function to refuse the key. */
export const isRefused = ({ requestContext }: GatewayEvent): boolean =>
  requestContext.authorizer?.lambda?.refused !== undefined;

/** What a key is refused with where the gateway does not. */
export const keyUnknown = (): Rejection =>
  new Rejection(
    'key.unknown',
    'use a key of this deployment that is in force: this one is unknown, revoked or at its end',
  );

/**
 * Who the authorizer says it is. Throws when a route that needs a key was reached without one: the gateway is set up
 * wrong.
 * @throws Rejection `key.unknown` where the authorizer has left it to the function to refuse.
 */
export function callerOf(event: GatewayEvent): Caller {
  if (isRefused(event)) throw keyUnknown();
  const { tenant, keyId, scopes, cursorKey, payer, payee } =
    event.requestContext.authorizer?.lambda ?? {};
  invariant(
    tenant !== undefined && keyId !== undefined && scopes !== undefined && cursorKey !== undefined,
    `attach the authorizer to ${event.routeKey}`,
  );
  return {
    ...{ tenant, keyId, cursorKey, scopes: scopes.split(' ').filter((scope) => scope !== '') },
    ...definedOnly({ payer, payee }),
  };
}

/**
 * The gateway's request as ours, whoever asks.
 * @throws Rejection for a repeated query parameter, where none may be.
 */
export function anonymousRequestFrom(
  event: GatewayEvent,
  { repeatedQuery }: Pick<Operation, 'repeatedQuery'>,
): AnonymousRequest<string> {
  const queryLists = queryListsFrom(event.rawQueryString);
  if (repeatedQuery === undefined) refuseRepeated(queryLists);
  return {
    requestId: event.requestContext.requestId,
    headers: event.headers,
    params: definedOnly(event.pathParameters ?? {}),
    query: new Map([...queryLists].map(([name, [value = '']]) => [name, value])),
    queryLists,
    body:
      event.body === undefined || event.body === ''
        ? undefined
        : { content: event.body, isBase64: event.isBase64Encoded },
  };
}

/** The gateway joins repeated parameters with commas, which a value may hold too: so the raw text is read. */
function queryListsFrom(rawQueryString: string): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  if (rawQueryString === '') return lists;
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [value]);
    else list.push(value);
  }
  return lists;
}

function refuseRepeated(lists: ReadonlyMap<string, readonly string[]>): void {
  const [name] = [...lists].find(([, values]) => values.length > 1) ?? [];
  if (name === undefined) return;
  throw new Rejection('request.invalid', `give the parameter ${name} once`, { param: name });
}
