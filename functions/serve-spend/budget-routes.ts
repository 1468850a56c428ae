import type { BudgetBody } from '../../core/contract/spend/budget-shapes.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import type { Budget } from '../../core/spend/entry.ts';
import { budgetPut, budgetRemoved } from '../../core/spend/protocol/budgets.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { currencyIn, moneyIn, quantityIn } from './amounts.ts';
import { byToken, payerAsked } from './asking.ts';
import { keySent } from './key-sent.ts';
import { budgetAnswer } from './spend-answers.ts';

type BudgetRoutes = Pick<
  RouteHandlers['ServeSpend'],
  Extract<keyof RouteHandlers['ServeSpend'], `${string}/budgets/${string}`>
>;

/** Answers budgets, the tenant's and the payer's own. */
export const budgetRoutes = (protocol: SpendGate): BudgetRoutes => ({
  'PUT /v1/payers/{payer}/budgets/{key}': async (request) => {
    const { caller, params, body } = request;
    const budget = await budgetPut(protocol, caller.tenant, {
      payer: payerAsked(caller, params.payer),
      budget: budgetIn(params.key, body),
      key: keySent(request),
      token: byToken(caller)?.token,
    });
    return { status: 200, body: budgetAnswer(budget) };
  },

  'POST /v1/payers/{payer}/budgets/{key}/remove': async (request) => {
    const { caller, params } = request;
    const removed = await budgetRemoved(protocol, caller.tenant, {
      payer: payerAsked(caller, params.payer),
      budget: params.key,
      key: keySent(request),
      token: byToken(caller)?.token,
    });
    return { status: 200, body: removed };
  },
});

function budgetIn(key: string, { limit, every, meter, hard = true }: BudgetBody): Budget {
  if ('amount' in limit) {
    const amount = moneyIn(limit.amount, '/limit/amount');
    const currency = currencyIn(limit.currency, '/limit/currency');
    const optional = meter === undefined ? {} : { meter };
    return { key, limit: { of: 'money', amount, currency }, every, hard, ...optional };
  }
  if (meter !== undefined && meter !== limit.meter) {
    const detail = `/meter: leave it out, or give that of the limit, ${limit.meter}; got ${meter}`;
    throw new Rejection('request.invalid', detail, { param: '/meter' });
  }
  const units = quantityIn(limit.units, '/limit/units');
  return { key, limit: { of: 'units', units }, every, hard, meter: limit.meter };
}
