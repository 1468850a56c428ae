import {
  type IssuedPayeeToken,
  type IssuingPorts,
  issuePayeeToken,
  type KnownPayeeToken,
  revokePayeeToken,
  shownPayeeTokens,
} from '../../core/access/payee-tokens.ts';
import type {
  IssuedPayeeTokenAnswer,
  PayeeTokenAnswer,
} from '../../core/contract/shares/token-shapes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { millisecondsPer, rfc3339 } from '../../core/kernel/timestamp.ts';
import { payeeNotFound } from '../../core/shares/not-found.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';

type Handlers = RouteHandlers['ServeCatalog'];

/** Answers tokens of payees. */
export const payeeTokenRoutes = (ports: IssuingPorts) =>
  ({
    'POST /v1/payees/{key}/tokens': async ({ caller: { tenant }, params: { key }, body }) => {
      const { actions, expiresIn } = body;
      const lastsMs = expiresIn * millisecondsPer.second;
      const made = await issuePayeeToken(ports, tenant, { payee: key, actions, lastsMs });
      if (made === undefined) throw payeeNotFound(key);
      return { status: 201, body: madeAnswer(key, actions, made) };
    },

    'GET /v1/payees/{key}/tokens': async ({ caller: { tenant }, params: { key } }) => {
      if ((await ports.payees.get(tenant, key)) === undefined) throw payeeNotFound(key);
      const tokens = await shownPayeeTokens(ports, tenant, key);
      return { status: 200, body: { tokens: tokens.map((one) => tokenAnswer(key, one)) } };
    },

    'POST /v1/payees/{key}/tokens/{id}/revoke': async ({ caller, params: { key, id } }) => {
      if (caller.payee !== undefined && caller.keyId !== id) {
        const detail = 'use an API key: a token revokes itself alone';
        throw new Rejection('token.not-allowed', detail);
      }
      await revokePayeeToken(ports.payeeTokens, caller.tenant, { payee: key, id });
      return { status: 200, body: { id } };
    },
  }) satisfies Partial<Handlers>;

const madeAnswer = (
  payee: string,
  actions: IssuedPayeeTokenAnswer['actions'],
  { id, text, endsAt }: IssuedPayeeToken,
): IssuedPayeeTokenAnswer => ({ id, token: text, payee, actions, endsAt: rfc3339(endsAt) });

const tokenAnswer = (
  payee: string,
  { id, actions, createdAt, endsAt }: KnownPayeeToken,
): PayeeTokenAnswer => ({
  ...{ id, payee, actions: [...actions] },
  endsAt: rfc3339(endsAt),
  createdAt: rfc3339(createdAt),
});
