import type {
  IssuedTokenAnswer,
  PayerTokenAnswer,
  TokenBody,
} from '../../core/contract/spend/token-shapes.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { amountText } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { millisecondsPer, rfc3339 } from '../../core/kernel/timestamp.ts';
import type { ByToken } from '../../core/spend/protocol/hold-ends.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import {
  type IssuedToken,
  issueToken,
  shownTokens,
  tokenRevoked,
} from '../../core/spend/protocol/tokens.ts';
import type { Token } from '../../core/spend/state.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { currencyIn, moneyIn } from './amounts.ts';
import { byToken, payerAsked, payingAsked } from './asking.ts';

type TokenRoutes = Pick<
  RouteHandlers['ServeSpend'],
  Extract<keyof RouteHandlers['ServeSpend'], `${string}/tokens${string}`>
>;

/** Answers tokens of payers. */
export const tokenRoutes = (protocol: SpendGate): TokenRoutes => ({
  'POST /v1/payers/{payer}/tokens': async ({ caller, params, body }) => {
    const { actions, expiresIn } = body;
    const made = await issueToken(protocol, caller.tenant, {
      ...{ payer: payingAsked(caller, params.payer), actions, limit: limitIn(body) },
      lastsMs: expiresIn * millisecondsPer.second,
    });
    return { status: 201, body: madeAnswer(params.payer, body, made) };
  },

  'GET /v1/payers/{payer}/tokens': async ({ caller, params: { payer } }) => {
    const shown = await shownTokens(protocol, caller.tenant, payerAsked(caller, payer));
    const tokens = shown.tokens.map((one) => tokenAnswer(payer, one, shown.currency));
    return { status: 200, body: { tokens } };
  },

  'POST /v1/payers/{payer}/tokens/{id}/revoke': async ({ caller, params }) => {
    const of = { payer: payerAsked(caller, params.payer), id: params.id };
    refuseOtherToken(byToken(caller), of.id);
    return { status: 200, body: await tokenRevoked(protocol, caller.tenant, of) };
  },
});

/** Who asks with a token revokes that one: it is how a device is forgotten. */
function refuseOtherToken(by: ByToken, id: string): void {
  if (by === undefined || by.token === id) return;
  throw new Rejection('token.not-allowed', 'use an API key: a token revokes itself alone');
}

function limitIn({ limit }: TokenBody) {
  if (limit === undefined) return undefined;
  return {
    amount: moneyIn(limit.amount, '/limit/amount'),
    currency: currencyIn(limit.currency, '/limit/currency'),
  };
}

const madeAnswer = (
  payer: string,
  { actions, limit }: TokenBody,
  { id, text, endsAt }: IssuedToken,
): IssuedTokenAnswer => ({
  ...{ id, token: text, payer, actions },
  limit: limit ?? null,
  endsAt: rfc3339(endsAt),
});

const tokenAnswer = (
  payer: string,
  { id, actions, limit, endsAt, at, spent }: Token,
  currency: Currency,
): PayerTokenAnswer => ({
  ...{ id, payer, actions: [...actions] },
  limit: limit === undefined ? null : { amount: amountText(limit, currency), currency },
  endsAt: rfc3339(endsAt),
  createdAt: rfc3339(at),
  spent: amountText(spent, currency),
});
