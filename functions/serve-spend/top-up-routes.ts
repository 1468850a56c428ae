import type { Caller } from '../../core/access/caller.ts';
import { type TopUpAnswer, topUpRail } from '../../core/contract/spend/top-up-shapes.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { amountText } from '../../core/kernel/money.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { TransferReferences } from '../../core/payments/transfer-reference.ts';
import { type Collection, collectionId, isOver } from '../../core/rails/collection.ts';
import { askTopUp } from '../../core/spend/over-rails/ask-top-up.ts';
import { askTransfer } from '../../core/spend/over-rails/ask-transfer.ts';
import type { WalletRails } from '../../core/spend/over-rails/begin.ts';
import { shownOverRails, shownTopUp } from '../../core/spend/over-rails/shown-top-ups.ts';
import { topUp } from '../../core/spend/protocol/wallets.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { byToken, payerAsked } from './asking.ts';
import { keyNeeded } from './key-sent.ts';
import { moneySent, movedIn } from './wallet-routes.ts';

type Handlers = RouteHandlers['ServeSpend'];
type TopUpRequest = Parameters<Handlers['POST /v1/payers/{payer}/wallet/top-ups']>[0];

/** The rails, and whose references of transfers are. */
export type TopUpPorts = WalletRails & { readonly transfers: TransferReferences };

const PER_PAGE = 20;

/** Answers money that goes into wallets: what has come, and what payers are asked for over rails. */
export const topUpRoutes = (rails: TopUpPorts) =>
  ({
    'POST /v1/payers/{payer}/wallet/top-ups': async (request) =>
      request.body.reference === undefined
        ? asked(rails, request)
        : told(rails, { ...request, reference: request.body.reference }),

    'POST /v1/payers/{payer}/wallet/transfer': async ({ caller, params }) => {
      const asking = { payer: payerAsked(caller, params.payer), token: byToken(caller)?.token };
      const asked = await askTransfer(rails, caller.tenant, asking);
      return { status: 200, body: { payer: asking.payer, ...asked } };
    },

    'GET /v1/payers/{payer}/wallet/top-ups': async ({ caller, params, query }) => {
      const { before, limit = PER_PAGE } = query;
      const asking = { payer: payerAsked(caller, params.payer), token: byToken(caller)?.token };
      const page = { ...asking, way: 'topUp', before, limit } as const;
      const { shown, next } = await shownOverRails(rails, caller.tenant, page);
      return { status: 200, body: { topUps: shown.map(topUpAnswer), ...definedOnly({ next }) } };
    },

    'GET /v1/payers/{payer}/wallet/top-ups/{id}': async ({ caller, params: { id, payer } }) => {
      const asking = { payer: payerAsked(caller, payer), token: byToken(caller)?.token };
      const found = await shownTopUp(rails, caller.tenant, { ...asking, id });
      return { status: 200, body: topUpAnswer(found) };
    },
  }) satisfies Partial<Handlers>;

/** Money that has come is for the tenant to tell. */
async function told(
  { gate }: WalletRails,
  { caller, params, body, reference }: TopUpRequest & { readonly reference: string },
) {
  refuseTold(caller);
  const { rail, receivedAt } = body;
  const at = movedIn(receivedAt, '/receivedAt');
  const money = {
    payer: payerAsked(caller, params.payer),
    ...(await moneySent(gate, caller.tenant, body)),
  };
  const granted = await topUp(gate, caller.tenant, { ...money, rail, reference, at });
  return { status: 201, body: granted } as const;
}

function refuseTold({ payer, scopes, keyId }: Caller): void {
  if (payer !== undefined) {
    const detail = '/reference: leave it out: what has come is told by whoever sells';
    throw new Rejection('token.not-allowed', detail, { param: '/reference' });
  }
  if (scopes.includes('billing:write')) return;
  throw new Rejection(
    'key.scope-missing',
    `use a key with the scope billing:write to tell of money that has come; ${keyId} has ${scopes.join(', ')}`,
  );
}

async function asked(rails: WalletRails, request: TopUpRequest) {
  const { caller, params, body } = request;
  const { amount, currency } = await moneySent(rails.gate, caller.tenant, body);
  const found = await askTopUp(rails, caller.tenant, {
    ...{ amount, currency, ...askedOver(body) },
    payer: payerAsked(caller, params.payer),
    isKept: body.keep,
    key: keyNeeded(request),
    token: byToken(caller)?.token,
  });
  return { status: 201, body: topUpAnswer(found) } as const;
}

/** @throws Rejection `request.invalid` for what only money that has come is told with, and for pages that lack */
function askedOver({
  rail: over,
  successUrl,
  cancelUrl,
  receivedAt,
  endsAt,
  priority,
}: TopUpRequest['body']) {
  const rail = topUpRail.safeParse(over);
  if (!rail.success) {
    const detail = `/rail: give ${topUpRail.options.join(' or ')}, or the reference of money that has come, got ${over}`;
    throw new Rejection('request.invalid', detail, { param: '/rail' });
  }
  const [unknown] = Object.keys(definedOnly({ receivedAt, endsAt, priority }));
  if (unknown !== undefined) {
    const detail = `/${unknown}: leave it out, or give the reference of money that has come`;
    throw new Rejection('request.invalid', detail, { param: `/${unknown}` });
  }
  if (successUrl === undefined || cancelUrl === undefined) {
    const param = successUrl === undefined ? '/successUrl' : '/cancelUrl';
    const detail = `${param}: give the page that the payer comes back to, or the reference of money that has come`;
    throw new Rejection('request.invalid', detail, { param });
  }
  return { rail: rail.data, successUrl, cancelUrl };
}

export const statusOf = (collection: Collection): TopUpAnswer['status'] => {
  const { status } = collection;
  if (status === 'settled') return 'booked';
  return status === 'failed' || status === 'expired' ? status : 'open';
};

function topUpAnswer(collection: Collection): TopUpAnswer {
  const { currency, amount, url, preparedAt, expiresAt, payment, reason, topUp } = collection;
  const refill = topUp?.refill === undefined ? {} : ({ refill: true } as const);
  return {
    ...{ id: collectionId(collection), status: statusOf(collection), rail: 'stripe', currency },
    amount: amountText(amount, currency),
    createdAt: rfc3339(preparedAt),
    expiresAt: rfc3339(expiresAt),
    ...definedOnly({ payment, reason, url: isOver(collection) ? undefined : url }),
    ...refill,
  };
}
