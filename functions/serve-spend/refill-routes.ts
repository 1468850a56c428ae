import type { RefillAnswer } from '../../core/contract/spend/refill-shapes.ts';
import { amountText } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { askRefill } from '../../core/spend/over-rails/ask-refill.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import type { Refill } from '../../core/spend/refill-entry.ts';
import type { LowState, RefillState } from '../../core/spend/state.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { currencyIn, moneyIn } from './amounts.ts';
import { byToken, payerAsked } from './asking.ts';
import { keySent } from './key-sent.ts';

type Handlers = RouteHandlers['ServeSpend'];
type RefillSent = Parameters<Handlers['PUT /v1/payers/{payer}/wallet/refill']>[0]['body'];

/** Answers when wallets are low, and what is put into them then. */
export const refillRoutes = (rails: WalletRails) =>
  ({
    'PUT /v1/payers/{payer}/wallet/refill': async (request) => {
      const { caller, params, body } = request;
      const refill = await askRefill(rails, caller.tenant, {
        ...{ payer: payerAsked(caller, params.payer), money: moneyOf(body), topUp: body.topUp },
        below: moneyIn(body.below, '/below'),
        currency: currencyIn(body.currency, '/currency'),
        key: keySent(request),
        token: byToken(caller)?.token,
      });
      return { status: 200, body: refillAnswer(refill) };
    },
  }) satisfies Partial<Handlers>;

/** @throws Rejection `request.invalid` for one without the other */
function moneyOf({ amount, monthly }: RefillSent) {
  if (amount === undefined && monthly === undefined) return undefined;
  if (amount !== undefined && monthly !== undefined) {
    return { amount: moneyIn(amount, '/amount'), monthly: moneyIn(monthly, '/monthly') };
  }
  const param = amount === undefined ? '/amount' : '/monthly';
  const detail = `${param}: give amount and monthly, or neither`;
  throw new Rejection('request.invalid', detail, { param });
}

const refillAnswer = ({ below, currency, by }: Refill): RefillAnswer => ({
  ...{ below: amountText(below, currency), currency },
  ...(by === undefined
    ? {}
    : { amount: amountText(by.amount, currency), monthly: amountText(by.monthly, currency) }),
});

/** The same with what became of it. */
export const shownRefill = (refill: RefillState, low: LowState | undefined) => ({
  ...refillAnswer(refill),
  ...(low === undefined
    ? {}
    : { low: { since: rfc3339(low.at), left: amountText(low.left, refill.currency) } }),
  ...(refill.endedBy === undefined ? {} : { endedBy: refill.endedBy }),
});
