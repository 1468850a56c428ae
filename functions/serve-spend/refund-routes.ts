import type { WithdrawalAnswer } from '../../core/contract/spend/wallet-shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { amountText } from '../../core/kernel/money.ts';
import type { PayerKey } from '../../core/kernel/payer.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import { type Collection, collectionId } from '../../core/rails/collection.ts';
import { askRefund } from '../../core/spend/over-rails/ask-refund.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import { freeMoney } from '../../core/spend/over-rails/freed.ts';
import { shownOverRails } from '../../core/spend/over-rails/shown-top-ups.ts';
import { refundMoney } from '../../core/spend/protocol/take-out.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { moneyIn } from './amounts.ts';
import { byToken, payerAsked } from './asking.ts';
import { keyNeeded } from './key-sent.ts';
import { statusOf } from './top-up-routes.ts';
import { movedIn, takenAnswer } from './wallet-routes.ts';

type Handlers = RouteHandlers['ServeSpend'];
type RefundRequest = Parameters<Handlers['POST /v1/payers/{payer}/wallet/refunds']>[0];

const PER_PAGE = 20;

/** Answers money that goes out of wallets, back to who paid it: told by hand, or over the rail it came over. */
export const refundRoutes = (rails: WalletRails) =>
  ({
    'POST /v1/payers/{payer}/wallet/refunds': async (request) =>
      request.body.reference === undefined
        ? asked(rails, request)
        : told(rails, { ...request, reference: request.body.reference }),

    'GET /v1/payers/{payer}/wallet/refunds': async ({ caller, params, query }) => {
      const { before, limit = PER_PAGE } = query;
      const asking = { payer: payerAsked(caller, params.payer), token: byToken(caller)?.token };
      const page = { ...asking, way: 'refund', before, limit } as const;
      const { shown, next } = await shownOverRails(rails, caller.tenant, page);
      return { status: 200, body: { refunds: shown.map(refundAnswer), ...definedOnly({ next }) } };
    },

    'POST /v1/payers/{payer}/wallet/freed': async ({ caller: { tenant }, params }) => {
      const { amount, currency, grants } = await freeMoney(rails, tenant, params.payer as PayerKey);
      return {
        status: 200,
        body: { amount: amountText(amount, currency), currency, grants: [...grants] },
      };
    },
  }) satisfies Partial<Handlers>;

const amountIn = (amount: string | undefined) =>
  amount === undefined ? undefined : moneyIn(amount, '/amount');

/** What has gone back is for the tenant to tell. */
async function told(
  { gate }: WalletRails,
  { caller, params, body, reference }: RefundRequest & { readonly reference: string },
) {
  const { grant, amount, rail, refundedAt } = body;
  if (caller.payer !== undefined) {
    const detail = '/reference: leave it out: what has gone back is told by whoever sells';
    throw new Rejection('token.not-allowed', detail, { param: '/reference' });
  }
  if (rail === undefined) {
    const detail = '/rail: give over which rail it went back, or leave the reference out';
    throw new Rejection('request.invalid', detail, { param: '/rail' });
  }
  const payer = payerAsked(caller, params.payer);
  const out = await refundMoney(gate, caller.tenant, {
    ...{ payer, grant, rail, reference, at: movedIn(refundedAt, '/refundedAt') },
    amount: amountIn(amount),
  });
  return { status: 201, body: await takenAnswer(gate, caller.tenant, payer, out) } as const;
}

async function asked(rails: WalletRails, request: RefundRequest) {
  const { caller, params, body } = request;
  const { grant, amount } = body;
  const [unknown] = Object.keys(definedOnly({ rail: body.rail, refundedAt: body.refundedAt }));
  if (unknown !== undefined) {
    const detail = `/${unknown}: leave it out, or give the reference of money that has gone back`;
    throw new Rejection('request.invalid', detail, { param: `/${unknown}` });
  }
  const found = await askRefund(rails, caller.tenant, {
    ...{ grant, amount: amountIn(amount), token: byToken(caller)?.token },
    payer: payerAsked(caller, params.payer),
    key: keyNeeded(request),
  });
  return { status: 201, body: refundAnswer(found) } as const;
}

function refundAnswer(collection: Collection): WithdrawalAnswer {
  const { currency, amount, preparedAt, reason } = collection;
  return {
    ...{ id: collectionId(collection), status: statusOf(collection), currency },
    amount: amountText(amount, currency),
    createdAt: rfc3339(preparedAt),
    ...definedOnly({ reason, grant: collection.refund?.grant }),
  };
}
