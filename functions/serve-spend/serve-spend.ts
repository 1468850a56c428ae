import type { Caller } from '../../core/access/caller.ts';
import type { ChargeBody } from '../../core/contract/spend/shapes.ts';
import type { Gate } from '../../core/gate/gate.ts';
import type { JsonObject } from '../../core/kernel/json.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { millisecondsPer, rfc3339 } from '../../core/kernel/timestamp.ts';
import type { ReceiptPorts } from '../../core/receipts/signed-receipt.ts';
import { captureHold, releaseHold } from '../../core/spend/protocol/hold-ends.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import { shownHold, shownHolds, shownSpend } from '../../core/spend/protocol/shown-spend.ts';
import { chargeUsage, holdUsage, type UseRequested } from '../../core/spend/protocol/use.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { quantityIn } from './amounts.ts';
import { byToken, payerAsked, payingAsked, tokenSent } from './asking.ts';
import { budgetRoutes } from './budget-routes.ts';
import { chargeRoutes } from './charge-routes.ts';
import { gateRoutes } from './gate-routes.ts';
import { keyNeeded } from './key-sent.ts';
import { meRoutes } from './me-routes.ts';
import { passRoutes } from './pass-routes.ts';
import { privatePassRoutes } from './private-pass-routes.ts';
import { receiptRoutes } from './receipt-routes.ts';
import { refillRoutes } from './refill-routes.ts';
import { refundRoutes } from './refund-routes.ts';
import { holdAnswer, moneyAnswer, pricedAnswer, spendAnswer } from './spend-answers.ts';
import { tipRoutes } from './tip-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { type TopUpPorts, topUpRoutes } from './top-up-routes.ts';
import { walletRoutes } from './wallet-routes.ts';

type Handlers = RouteHandlers['ServeSpend'];

const LASTS_SECONDS = 900;

/** Answers charges, holds and budgets, what is left, the gate, and receipts. */
export const serveSpend = (
  gate: Gate,
  receipts: ReceiptPorts,
  rails: TopUpPorts,
  protocol: SpendGate = gate.spend,
): Handlers => ({
  ...gateRoutes(gate),
  ...{ ...chargeRoutes(protocol), ...tipRoutes(protocol) },
  ...receiptRoutes(receipts),
  ...meRoutes(protocol, rails),
  ...{ ...budgetRoutes(protocol), ...passRoutes(protocol), ...privatePassRoutes(gate) },
  ...tokenRoutes(protocol),
  ...walletRoutes(protocol),
  ...{ ...topUpRoutes(rails), ...refillRoutes(rails) },
  ...refundRoutes(rails),

  'POST /v1/charges': async (request) => {
    const { caller, body } = request;
    const charged = await chargeUsage(protocol, caller.tenant, {
      ...useIn(caller, body),
      key: keyNeeded(request),
    });
    return { status: 201, body: moneyAnswer(charged) };
  },

  'POST /v1/holds': async (request) => {
    const { caller, body } = request;
    const { expiresIn = LASTS_SECONDS, lease, token } = body;
    const sent = token === undefined ? undefined : await tokenSent(gate, caller, token);
    const held = await holdUsage(protocol, caller.tenant, {
      ...useIn({ ...caller, ...sent }, body),
      isByKey: sent !== undefined,
      key: keyNeeded(request),
      lastsMs: expiresIn * millisecondsPer.second,
      isLease: lease === true,
    });
    return { status: 201, body: { ...moneyAnswer(held), endsAt: rfc3339(held.endsAt) } };
  },

  'GET /v1/holds/{id}': async ({ caller, params: { id } }) => {
    const asked = { id, by: byToken(caller) };
    const { payer, ...shown } = await shownHold(protocol, caller.tenant, asked);
    return { status: 200, body: holdAnswer(payer, shown) };
  },

  'POST /v1/holds/{id}/capture': async (request) => {
    const { caller, params, body } = request;
    const captured = await captureHold(protocol, caller.tenant, {
      id: params.id,
      quantity: quantityIn(body.quantity),
      part: body.keep === true ? { key: keyNeeded(request) } : undefined,
      by: byToken(caller),
    });
    const quoted = pricedAnswer(captured.quoted, captured.currency);
    return { status: 200, body: { ...moneyAnswer(captured), quoted } };
  },

  'POST /v1/holds/{id}/release': async ({ caller, params: { id } }) => ({
    status: 200,
    body: await releaseHold(protocol, caller.tenant, { id, by: byToken(caller) }),
  }),

  'GET /v1/payers/{payer}/spend': async ({ caller, params, query: { period } }) => {
    const shown = await shownSpend(protocol, caller.tenant, {
      payer: payerAsked(caller, params.payer),
      month: period === undefined ? undefined : monthFrom(period),
      token: byToken(caller)?.token,
    });
    return { status: 200, body: spendAnswer(shown) };
  },

  'GET /v1/payers/{payer}/holds': async ({ caller, params }) => {
    const payer = payerAsked(caller, params.payer);
    const holds = await shownHolds(protocol, caller.tenant, payer, byToken(caller)?.token);
    return { status: 200, body: { holds: holds.map((one) => holdAnswer(payer, one)) } };
  },
});

const useIn = (
  caller: Caller,
  { payer, meter, quantity, subject, dimensions = {}, data }: ChargeBody,
): Omit<UseRequested, 'key'> => ({
  payer: payingAsked(caller, payer),
  token: byToken(caller)?.token,
  ...{ meter, subject, dimensions },
  quantity: quantityIn(quantity),
  // What a body holds was parsed as JSON.
  data: data as JsonObject | undefined,
});
