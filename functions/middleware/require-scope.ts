import type { MiddlewareObj } from '@middy/core';
import type { Scope } from '../../core/contract/route.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { GatewayEvent } from './gateway-event.ts';
import { callerOf } from './gateway-event.ts';

/** Refuses a caller whose key lacks the scope that `scopeOf` names for the request's route. */
export const requireScope = (
  scopeOf: (routeKey: string) => Scope | undefined,
): MiddlewareObj<GatewayEvent> => ({
  before: ({ event }) => {
    const needed = scopeOf(event.routeKey);
    if (needed === undefined) return;
    const { scopes, keyId } = callerOf(event);
    if (scopes.includes(needed)) return;
    throw new Rejection(
      'key.scope-missing',
      `use a key with the scope ${needed}; ${keyId} has ${scopes.length === 0 ? 'none' : scopes.join(', ')}`,
    );
  },
});
