import type { AskingPayerAnswer, RefundedViewAnswer } from '../../core/contract/spend/me-shapes.ts';
import type { Currency } from '../../core/kernel/currency.ts';
import { amountText } from '../../core/kernel/money.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import { type AskingPayer, askingPayer } from '../../core/spend/protocol/asking-payer.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { type ViewRefunded, viewRefunded } from '../../core/spend/protocol/view-refunds.ts';
import type { Token } from '../../core/spend/state.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { byToken, payerAsked } from './asking.ts';

/** Answers a payer that asks about itself, and gives back what a view cost. */
export const meRoutes = (gate: SpendGate, { collections }: Pick<WalletRails, 'collections'>) =>
  ({
    'GET /v1/me': async ({ caller, query }) => {
      const asked = { payer: payerAsked(caller, query.payer), token: byToken(caller)?.token };
      const asking = await askingPayer(gate, caller.tenant, asked);
      const isOff = asking.topUps === undefined;
      const stripe = isOff ? undefined : await collections.connection(caller.tenant, 'stripe');
      const rails = stripe?.enabled === true ? (['stripe'] as const) : [];
      return { status: 200, body: payerAnswer(asking, rails) };
    },

    'POST /v1/charges/{id}/refund': async ({ caller, params: { id } }) => {
      const back = await viewRefunded(gate, caller.tenant, { id, by: byToken(caller) });
      return { status: 200, body: refundAnswer(id, back) };
    },
  }) satisfies Partial<RouteHandlers['ServeSpend']>;

function payerAnswer(
  { payer, terms, token, seller, refunds, topUps }: AskingPayer,
  rails: readonly 'stripe'[],
): AskingPayerAnswer {
  const { currency } = terms;
  const { email } = seller.contact ?? {};
  return {
    ...{ payer, currency },
    seller: { name: seller.name, ...(email === undefined ? {} : { email }) },
    token: token === undefined ? null : tokenAnswer(token, currency),
    refunds: refunds ?? null,
    topUps:
      topUps === undefined
        ? null
        : {
            least: amountText(topUps.least, currency),
            most: amountText(topUps.most, currency),
            ...{ rails: [...rails], refundable: topUps.refundable },
          },
  };
}

const tokenAnswer = (
  { id, actions, limit, spent, endsAt }: Token,
  currency: Currency,
): NonNullable<AskingPayerAnswer['token']> => ({
  ...{ id, actions: [...actions], endsAt: rfc3339(endsAt) },
  limit: limit === undefined ? null : amountText(limit, currency),
  spent: amountText(spent, currency),
});

const refundAnswer = (
  id: string,
  { payer, amount, currency, at }: ViewRefunded,
): RefundedViewAnswer => ({
  ...{ id, payer, amount: amountText(amount, currency), currency },
  refundedAt: rfc3339(at),
});
