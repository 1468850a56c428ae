import type { GrantAnswer, WalletAnswer } from '../../core/contract/spend/wallet-shapes.ts';
import { laterDate } from '../../core/kernel/local-calendar.ts';
import { amountText } from '../../core/kernel/money.ts';
import type { PayerKey } from '../../core/kernel/payer.ts';
import { Rejection } from '../../core/kernel/rejection.ts';
import { localStart, type TimeZone } from '../../core/kernel/time-zone.ts';
import { rfc3339, type Timestamp, timestampFrom } from '../../core/kernel/timestamp.ts';
import type { SpendGate } from '../../core/spend/protocol/ports.ts';
import {
  type GrantState,
  shownWallet,
  type WalletState,
} from '../../core/spend/protocol/shown-wallet.ts';
import { revokeMoney } from '../../core/spend/protocol/take-out.ts';
import { giveMoney, sellersZone } from '../../core/spend/protocol/wallets.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { timeIn } from '../middleware/time-sent.ts';
import { currencyIn, moneyIn } from './amounts.ts';
import { byToken, payerAsked } from './asking.ts';
import { keySent } from './key-sent.ts';
import { shownRefill } from './refill-routes.ts';

type Handlers = RouteHandlers['ServeSpend'];

const PRIORITY = 100;

/** Answers what wallets have, and puts money in and takes it out. */
export const walletRoutes = (gate: SpendGate) =>
  ({
    'GET /v1/payers/{payer}/wallet': async ({ caller, params }) => {
      const payer = payerAsked(caller, params.payer);
      const shown = await shownWallet(gate, caller.tenant, payer, byToken(caller)?.token);
      return { status: 200, body: walletAnswer(shown) };
    },

    'POST /v1/payers/{payer}/wallet/grants': async (request) => {
      const { caller, params, body } = request;
      const money = {
        payer: params.payer as PayerKey,
        ...(await moneySent(gate, caller.tenant, body)),
      };
      const granted = { ...money, kind: body.kind, key: keySent(request) };
      return { status: 201, body: await giveMoney(gate, caller.tenant, granted) };
    },

    'POST /v1/payers/{payer}/wallet/revocations': async (request) => {
      const { caller, params, body } = request;
      const { grant, amount } = body;
      const payer = params.payer as PayerKey;
      const out = await revokeMoney(gate, caller.tenant, {
        ...{ payer, grant, key: keySent(request) },
        amount: amount === undefined ? undefined : moneyIn(amount, '/amount'),
      });
      return { status: 201, body: await takenAnswer(gate, caller.tenant, payer, out) };
    },
  }) satisfies Partial<Handlers>;

interface MoneySent {
  readonly amount: string;
  readonly currency: string;
  readonly priority?: number | undefined;
  readonly endsAt?: string | undefined;
}

export const moneySent = async (
  gate: SpendGate,
  tenant: string,
  { amount, currency, priority = PRIORITY, endsAt }: MoneySent,
) => ({
  amount: moneyIn(amount, '/amount'),
  currency: currencyIn(currency, '/currency'),
  priority,
  endsAt: endsAt === undefined ? undefined : await endIn(gate, tenant, endsAt),
});

/** An instant; or the end of a day, where the seller is. */
async function endIn(gate: SpendGate, tenant: string, text: string): Promise<Timestamp> {
  const instant = timestampFrom(text);
  if (instant !== undefined) return instant;
  const timeZone = await sellersZone(gate, tenant);
  const isDay = localStart(text, timeZone) !== undefined;
  const end = isDay ? localStart(laterDate(text, 1), timeZone) : undefined;
  if (end !== undefined) return end;
  const detail = `/endsAt: give a time or a day that exists, got ${text}`;
  throw new Rejection('request.invalid', detail, { param: '/endsAt' });
}

/** An instant, or a day, which begins where the seller is. */
export const movedIn =
  (text: string | undefined, param: string) =>
  (timeZone: TimeZone): Timestamp | undefined =>
    timeIn(text, { timeZone, param });

function walletAnswer(wallet: WalletState): WalletAnswer {
  const { payer, currency, available, held, ungated, owed, grants, refill } = wallet;
  return {
    ...{ payer, currency },
    available: amountText(available, currency),
    held: amountText(held, currency),
    ungated: amountText(ungated, currency),
    owed: amountText(owed, currency),
    ...(refill === undefined ? {} : { refill: shownRefill(refill, wallet.low) }),
    grants: grants.map((one) => grantAnswer(one, wallet)),
  };
}

function grantAnswer(grant: GrantState, { currency }: WalletState): GrantAnswer {
  const { id, kind, amount, left, priority, at, endsAt, document: payment } = grant;
  const { unapplied, pass } = grant;
  return {
    ...{ id, kind, priority, createdAt: rfc3339(at) },
    amount: amountText(amount, currency),
    left: amountText(left, currency),
    ...(endsAt === undefined ? {} : { endsAt: rfc3339(endsAt) }),
    ...(payment === undefined ? {} : { payment }),
    ...(pass === undefined ? {} : { pass }),
    ...(unapplied === undefined ? {} : { unapplied: amountText(unapplied, currency) }),
  };
}

export async function takenAnswer(
  gate: SpendGate,
  tenant: string,
  payer: PayerKey,
  { id, amount, payment }: { id: string; amount: WalletState['held']; payment?: string },
) {
  const { currency } = await gate.terms.of(tenant, payer);
  return {
    ...{ id, amount: amountText(amount, currency), currency },
    ...(payment === undefined ? {} : { payment }),
  };
}
