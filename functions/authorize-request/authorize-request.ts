import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { authorize, type CallerPorts } from '../../core/access/authorize.ts';
import { holderOf } from '../../core/access/caller.ts';
import type { Route } from '../../core/contract/route.ts';
import { routes } from '../../core/contract/routes.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Timestamp } from '../../core/kernel/timestamp.ts';
import type { AuthorizerContext } from '../middleware/gateway-event.ts';

export type Authorization =
  | APIGatewaySimpleAuthorizerWithContextResult<Omit<AuthorizerContext, 'refused'>>
  | APIGatewaySimpleAuthorizerWithContextResult<Pick<AuthorizerContext, 'refused'>>
  | APIGatewaySimpleAuthorizerResult;

export interface AuthorizePorts extends CallerPorts {
  readonly clock: Clock;
  /** Keeps that a key was used; never rejects. */
  noteUse(keyId: string, now: Timestamp): Promise<void>;
}

/** Routes that refuse keys themselves. Their answers are kept apart: the gateway has another authorizer for them. */
const refusing: ReadonlySet<string> = new Set(
  routes
    .filter((route: Route) => route.keysRefusedBy === 'function')
    .map(({ method, path }) => `${method} ${path}`),
);

/** All the gateway hands over that matters here. */
export type AuthorizationRequest = Pick<APIGatewayRequestAuthorizerEventV2, 'headers' | 'routeKey'>;

/**
 * The gateway's authorizer. It says only yes or no, never which part was wrong, and the gateway keeps the answer for a
 * short while: a revoked key works until then. When the table does not answer, this throws and the gateway answers 500,
 * rather than refuse a key that may be good.
 */
export const authorizeRequest =
  ({ clock, noteUse, ...lookup }: AuthorizePorts) =>
  async ({ headers, routeKey }: AuthorizationRequest): Promise<Authorization> => {
    const now = clock.now();
    const caller = await authorize(lookup, headers?.['authorization'], now);
    if (caller === 'no-key' || caller === 'refused') {
      if (!refusing.has(routeKey)) return { isAuthorized: false };
      return { isAuthorized: true, context: { refused: caller } };
    }
    if (holderOf(caller) === undefined) await noteUse(caller.keyId, now);
    return { isAuthorized: true, context: { ...caller, scopes: caller.scopes.join(' ') } };
  };
