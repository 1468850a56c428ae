import { type Currency, minorUnits } from '../../kernel/currency.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Nanos } from '../../kernel/money.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { Movement, Unknown } from '../ports.ts';
import { nanosFromStripe } from './amounts.ts';
import { countIn, objectIn, objectsIn, type StripeAnswer, type StripeForm, textIn } from './api.ts';

type Get = (path: string, query: StripeForm) => Promise<StripeAnswer>;
type Moved = { readonly kind: 'moved'; readonly movements: readonly Movement[] } | Unknown;

const LIST_MAX = 100;

/**
 * All that has moved by a payment, as Stripe's balance has it: a refund once the money has left it, and again when it
 * came back because it could not be paid out; a dispute once the money was taken, and again when it was given back.
 */
export async function stripeMovements(get: Get, payment: string): Promise<Moved> {
  const path = `/v1/payment_intents/${encodeURIComponent(payment)}`;
  const paid = await get(path, [['expand[]', 'latest_charge']]);
  if (paid.kind !== 'object') return unknown(paid.detail);
  const ofPayment: StripeForm = [
    ['payment_intent', payment],
    ['limit', String(LIST_MAX)],
  ];
  const refunds = await get('/v1/refunds', [
    ...ofPayment,
    ['expand[]', 'data.failure_balance_transaction'],
  ]);
  if (refunds.kind !== 'object') return unknown(refunds.detail);
  const disputes = await get('/v1/disputes', ofPayment);
  if (disputes.kind !== 'object') return unknown(disputes.detail);
  const isCutOff = [refunds.object, disputes.object].some((list) => list['has_more'] === true);
  if (isCutOff) return unknown(`more than ${LIST_MAX} refunds or disputes of ${payment}`);
  return {
    kind: 'moved',
    movements: [
      ...paymentIn(paid.object),
      ...objectsIn(refunds.object, 'data').flatMap(refundIn),
      ...objectsIn(disputes.object, 'data').flatMap(disputeIn),
    ],
  };
}

const unknown = (detail: string): Unknown => ({ kind: 'unknown', detail });

function paymentIn(payment: JsonObject): readonly Movement[] {
  const reference = textIn(payment, 'id');
  if (textIn(payment, 'status') !== 'succeeded' || reference === undefined) return [];
  const at = createdIn(objectIn(payment, 'latest_charge') ?? payment);
  const money = moneyIn(payment, 'amount_received');
  return [{ kind: 'payment', reference, ...money, at }];
}

function refundIn(refund: JsonObject): readonly Movement[] {
  const reference = textIn(refund, 'id');
  if (reference === undefined || !isThere(refund['balance_transaction'])) return [];
  const money = moneyIn(refund, 'amount');
  const out = {
    kind: 'refund',
    reference,
    of: undefined,
    ...money,
    at: createdIn(refund),
  } as const;
  const failed = refund['failure_balance_transaction'];
  if (!isThere(failed)) return [out];
  const at = createdIn(objectIn(refund, 'failure_balance_transaction') ?? refund);
  return [out, { ...out, kind: 'return', reference: `${reference}:1`, at }];
}

/** What was taken and given, in turn: each has a number, as there may be more of either. */
function disputeIn(dispute: JsonObject): readonly Movement[] {
  const id = textIn(dispute, 'id');
  if (id === undefined) return [];
  const money = moneyIn(dispute, 'amount');
  const transactions = objectsIn(dispute, 'balance_transactions').toSorted(
    (a, b) => createdIn(a) - createdIn(b),
  );
  const counts = { taken: 0, given: 0 };
  return transactions.flatMap((transaction): Movement[] => {
    const amount = transaction['amount'];
    if (typeof amount !== 'number' || amount === 0) return [];
    const at = createdIn(transaction);
    if (amount < 0) {
      const reference = counts.taken === 0 ? id : `${id}:${counts.taken}:taken`;
      counts.taken += 1;
      return [{ kind: 'reversal', reference, ...money, at }];
    }
    counts.given += 1;
    return [{ kind: 'return', reference: `${id}:${counts.given}`, ...money, at }];
  });
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined;

const createdIn = (object: JsonObject): Timestamp =>
  timestampOf((countIn(object, 'created') ?? 0) * millisecondsPer.second);

/** In a currency that is not ours, an amount is a count of nobody knows what. */
function moneyIn(object: JsonObject, name: string): Pick<Movement, 'currency' | 'amount'> {
  const currency = (textIn(object, 'currency') ?? '').toUpperCase();
  const count = countIn(object, name);
  const amount: Nanos | undefined =
    count === undefined || !isCurrency(currency)
      ? undefined
      : nanosFromStripe(BigInt(count), currency);
  return { currency, amount };
}

const isCurrency = (text: string): text is Currency => Object.hasOwn(minorUnits, text);
