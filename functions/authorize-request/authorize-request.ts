import type {
  APIGatewayRequestAuthorizerEventV2,
  APIGatewaySimpleAuthorizerResult,
  APIGatewaySimpleAuthorizerWithContextResult,
} from 'aws-lambda';
import { apiKeyFrom, cursorKeyOf, isSecretOf } from '../../core/access/api-key.ts';
import type { Keys } from '../../core/access/keys.ts';
import type { AuthorizerContext } from '../middleware/gateway-event.ts';

export type Authorization =
  | APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext>
  | APIGatewaySimpleAuthorizerResult;

/** All the gateway hands over that matters here. */
export type AuthorizationRequest = Pick<APIGatewayRequestAuthorizerEventV2, 'headers'>;

const BEARER = /^bearer +(\S+)$/i;
const refused: Authorization = { isAuthorized: false };

/**
 * Who asks, by `Authorization: Bearer ft_…`. It says only yes or no, never which part was wrong. The gateway keeps the
 * answer for a short while, so nothing is kept here; a revoked key works until then. When the table does not answer,
 * this throws and the gateway answers 500, rather than refuse a key that may be good.
 */
export const authorizeRequest =
  ({ keys }: { readonly keys: Keys }) =>
  async ({ headers }: AuthorizationRequest): Promise<Authorization> => {
    const text = BEARER.exec(headers?.['authorization'] ?? '')?.[1];
    const given = text === undefined ? undefined : apiKeyFrom(text);
    if (given === undefined) return refused;
    const key = await keys.find(given.keyId);
    if (key === undefined || key.revokedAt !== undefined || key.mode !== given.mode) return refused;
    if (!isSecretOf(given.secret, key.secretHash)) return refused;
    return {
      isAuthorized: true,
      context: {
        tenant: key.tenant,
        keyId: key.keyId,
        scopes: key.scopes.join(' '),
        cursorKey: cursorKeyOf(key.secretHash),
      },
    };
  };
