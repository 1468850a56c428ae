import type { GateBody } from '../../core/contract/gate/shapes.ts';
import { gateAnswer } from '../../core/gate/answer.ts';
import { type GateAsked, refuseAddress } from '../../core/gate/asked.ts';
import { captureGate, releaseGate } from '../../core/gate/capture.ts';
import { askGate } from '../../core/gate/decide.ts';
import type { Gate } from '../../core/gate/gate.ts';
import type { JsonObject } from '../../core/kernel/json.ts';
import { millisecondsPer } from '../../core/kernel/timestamp.ts';
import { thresholdPut } from '../../core/spend/protocol/threshold.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { currencyIn, moneyIn, quantityIn } from './amounts.ts';
import { byToken, payerAsked } from './asking.ts';
import { keySent } from './key-sent.ts';
import { pricedAnswer, thresholdAnswer } from './spend-answers.ts';

type Handlers = RouteHandlers['ServeSpend'];

const LASTS_SECONDS = 60;

/** Answers the gate, and thresholds of payers. */
export const gateRoutes = (gate: Gate) =>
  ({
    'POST /v1/gate': async ({ caller: { tenant }, body }) => {
      const asked = askedIn(body);
      const decision = await askGate(gate, tenant, asked);
      return { status: 200, body: await gateAnswer(gate, tenant, asked, decision) };
    },

    'POST /v1/gate/{id}/capture': async ({ caller: { tenant }, params: { id }, body }) => {
      const quantity = body.quantity === undefined ? undefined : quantityIn(body.quantity);
      const { captured, receipt, headers } = await captureGate(gate, tenant, { id, quantity });
      const { currency, quoted, capture: receiptId } = captured;
      return {
        status: 200,
        body: {
          ...{ id, ...pricedAnswer(captured, currency), currency },
          quoted: pricedAnswer(quoted, currency),
          ...{ receiptId, receipt: receipt ?? null, headers },
        },
      };
    },

    'POST /v1/gate/{id}/release': async ({ caller: { tenant }, params: { id } }) => ({
      status: 200,
      body: await releaseGate(gate, tenant, id),
    }),

    'PUT /v1/payers/{payer}/threshold': async (request) => {
      const { caller, params, body } = request;
      const put = await thresholdPut(gate.spend, caller.tenant, {
        payer: payerAsked(caller, params.payer),
        threshold: {
          amount: moneyIn(body.amount, '/amount'),
          currency: currencyIn(body.currency, '/currency'),
        },
        key: keySent(request),
        token: byToken(caller)?.token,
      });
      return { status: 200, body: thresholdAnswer(put) };
    },
  }) satisfies Partial<Handlers>;

/** @throws Rejection `request.invalid`, `hold.quantity-invalid` */
function askedIn(body: GateBody): GateAsked {
  const { resource, meter, quantity = '1', subject, dimensions = {}, data, payment = {} } = body;
  const { expiresIn = LASTS_SECONDS, once = false, free, topUpUrl, idempotency } = body;
  refuseAddress(resource.url, '/resource/url');
  if (topUpUrl !== undefined) refuseAddress(topUpUrl, '/topUpUrl');
  return {
    ...{ resource, meter, subject, dimensions, payment, free, topUpUrl },
    quantity: quantityIn(quantity),
    // What a body holds was parsed as JSON.
    data: data as JsonObject | undefined,
    lastsMs: expiresIn * millisecondsPer.second,
    isOnce: once,
    key: idempotency,
  };
}
