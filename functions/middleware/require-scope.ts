import type { MiddlewareObj } from '@middy/core';
import { type Caller, holderOf } from '../../core/access/caller.ts';
import { hasToken, type TokenHolder } from '../../core/access/token.ts';
import type { Route } from '../../core/contract/route.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { callerOf } from './gateway-event.ts';

/** Refuses a caller whose key lacks the scope of the request's route, and a token where it takes none of its kind. */
export const requireScope = (
  routeAt: (routeKey: string) => Pick<Route, 'scope' | 'also' | 'token' | 'payeeToken'> | undefined,
): MiddlewareObj<GatewayEvent> => ({
  before: ({ event }) => {
    refuseTokenInUrl(event);
    const route = routeAt(event.routeKey);
    if (route?.scope === undefined) return;
    const caller = callerOf(event);
    if (isByToken(caller, route, event.routeKey)) return;
    const { scopes, keyId } = caller;
    const enough = [route.scope, ...(route.also === undefined ? [] : [route.also])];
    if (!enough.some((scope) => scopes.includes(scope))) throw scopeMissing(enough, keyId, scopes);
  },
});

/**
 * Whether a token asks that the route takes.
 * @throws Rejection `token.not-allowed` where it takes none of its kind
 */
function isByToken(
  caller: Caller,
  { token, payeeToken }: Pick<Route, 'token' | 'payeeToken'>,
  routeKey: string,
): boolean {
  const holder = holderOf(caller);
  if (holder === undefined) return false;
  const action = holder.of === 'payer' ? token : payeeToken;
  if (action === undefined) throw tokenNotTaken(routeKey, holder.of);
  return true;
}

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
  if (!hasToken(decoded(rawPath)) && !hasToken(decoded(rawQueryString))) return;
  throw new Rejection(
    'token.in-url',
    'send a token in the Authorization header; revoke this one, as addresses are written down on their way',
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const tokenNotTaken = (routeKey: string, of: TokenHolder): Rejection =>
  new Rejection('token.not-allowed', `use an API key: ${routeKey} takes no ${of}’s token`);
