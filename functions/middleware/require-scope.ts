import type { MiddlewareObj } from '@middy/core';
import { hasPayerToken } from '../../core/access/payer-token.ts';
import type { Route } from '../../core/contract/route.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { callerOf } from './gateway-event.ts';

/** Refuses a caller whose key lacks the scope of the request's route, and a payer's token where it takes none. */
export const requireScope = (
  routeAt: (routeKey: string) => Pick<Route, 'scope' | 'also' | 'token'> | undefined,
): MiddlewareObj<GatewayEvent> => ({
  before: ({ event }) => {
    refuseTokenInUrl(event);
    const route = routeAt(event.routeKey);
    if (route?.scope === undefined) return;
    const { scopes, keyId, payer } = callerOf(event);
    if (payer !== undefined) {
      if (route.token === undefined) throw tokenNotTaken(event.routeKey);
      return;
    }
    const enough = [route.scope, ...(route.also === undefined ? [] : [route.also])];
    if (!enough.some((scope) => scopes.includes(scope))) throw scopeMissing(enough, keyId, scopes);
  },
});

const scopeMissing = (
  enough: readonly string[],
  keyId: string,
  scopes: readonly string[],
): Rejection =>
  new Rejection(
    'key.scope-missing',
    `use a key with the scope ${enough.join(' or ')}; ${keyId} has ${scopes.length === 0 ? 'none' : scopes.join(', ')}`,
  );

/** What stands in an address is written down by whatever it passes: the token is not secret any more. */
function refuseTokenInUrl({ rawPath, rawQueryString }: GatewayEvent): void {
  if (!hasPayerToken(decoded(rawPath)) && !hasPayerToken(decoded(rawQueryString))) return;
  throw new Rejection(
    'token.in-url',
    'send a payer’s token in the Authorization header; revoke this one, as addresses are written down on their way',
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const tokenNotTaken = (routeKey: string): Rejection =>
  new Rejection('token.not-allowed', `use an API key: ${routeKey} takes no payer’s token`);
