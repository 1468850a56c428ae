import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { tip, tipsMeter } from '../../core/spend/protocol/tips.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { currencyIn, moneyIn } from './amounts.ts';
import { byToken } from './asking.ts';
import { keyNeeded } from './key-sent.ts';
import { moneyAnswer } from './spend-answers.ts';

/** Answers tips. */
export const tipRoutes = (protocol: SpendGate) =>
  ({
    'POST /v1/tips': async (request) => {
      const { caller, body } = request;
      const { on, amount, meter = tipsMeter } = body;
      const tipped = await tip(protocol, caller.tenant, {
        ...{ on, meter, key: keyNeeded(request), by: byToken(caller) },
        amount: moneyIn(amount.amount, '/amount/amount'),
        currency: currencyIn(amount.currency, '/amount/currency'),
      });
      return { status: 201, body: moneyAnswer(tipped) };
    },
  }) satisfies Partial<RouteHandlers['ServeSpend']>;
