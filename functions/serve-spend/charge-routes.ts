import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import type { PayerChargeAnswer } from '../../core/contract/gate/charge-shapes.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import {
  type ChargeStanding,
  type ChargesPlace,
  shownCharges,
} from '../../core/spend/protocol/shown-charges.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { byToken, payerAsked } from './asking.ts';
import { pricedAnswer } from './spend-answers.ts';

const LIMIT = 50;

/** Answers what payers were charged. */
export const chargeRoutes = (protocol: SpendGate) =>
  ({
    'GET /v1/payers/{payer}/charges': async ({ caller, params, query }) => {
      const { month, limit = LIMIT, cursor } = query;
      const payer = payerAsked(caller, params.payer);
      const list = JSON.stringify(['charges', payer, month ?? null]);
      const page = await shownCharges(protocol, caller.tenant, {
        ...{ payer, limit, token: byToken(caller)?.token },
        month: month === undefined ? undefined : monthFrom(month, 'month'),
        before: cursor === undefined ? undefined : placeIn(openedCursor(caller, list, cursor)),
      });
      const charges = page.charges.map(chargeAnswer);
      const { next } = page;
      if (next === undefined) return { status: 200, body: { charges } };
      const nextCursor = sealedCursor(caller, list, `${next.seq}.${next.index}`);
      return { status: 200, body: { charges, nextCursor } };
    },
  }) satisfies Partial<RouteHandlers['ServeSpend']>;

/** What we sealed ourselves. */
function placeIn(position: string): ChargesPlace {
  const [seq = Number.NaN, index = Number.NaN] = position.split('.').map(Number);
  if (Number.isSafeInteger(seq) && Number.isSafeInteger(index)) return { seq, index };
  throw new Rejection('request.bad-cursor', 'pass the cursor of the page before', {
    param: 'cursor',
  });
}

function chargeAnswer(charge: ChargeStanding): PayerChargeAnswer {
  const { id, at, gated, quantity, offer, capture, status, currency, ...more } = charge;
  const { isRefunded, takesTips, tipOn, ...priced } = more;
  const { meter, subject } = gated;
  const of = offer === undefined ? {} : { resource: offer.resource, by: offer.by };
  const about = offer?.description === undefined ? {} : { description: offer.description };
  return {
    ...{ id, at: rfc3339(at), meter, subject, quantity: decimalText(quantity) },
    ...pricedAnswer(priced, currency),
    ...{ currency, ...of, ...about, status },
    ...(isRefunded ? { refunded: true } : {}),
    ...(takesTips ? { takesTips } : {}),
    ...(tipOn === undefined ? {} : { tipOn }),
    ...(capture === undefined ? {} : { receiptId: capture }),
  };
}
