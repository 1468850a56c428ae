import { type Currency, minorUnits } from '../../kernel/currency.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Nanos } from '../../kernel/money.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { Movement, Unknown } from '../ports.ts';
import { nanosFromStripe } from './amounts.ts';
import { countIn, objectIn, objectsIn, textIn } from './api.ts';
import { placeIn, type Space } from './events.ts';
import { allListed, type StripeCall } from './lists.ts';

type Moved = { readonly kind: 'moved'; readonly movements: readonly Movement[] } | Unknown;

/** Of refunds, and of disputes, each of a hundred. */
const PAGES_MAX = 10;

/**
 * All that has moved by a payment, as Stripe's balance has it: a refund once the money has left it, and again when it
 * came back because it could not be paid out; a dispute once the money was taken, and again when it was given back.
 */
export async function stripeMovements(
  get: StripeCall,
  payment: string,
  owner: Space,
): Promise<Moved> {
  const path = `/v1/payment_intents/${encodeURIComponent(payment)}`;
  const paid = await get(path, [['expand[]', 'latest_charge']]);
  if (paid.kind !== 'object') return { kind: 'unknown', detail: paid.detail };
  const ofPayment = ['payment_intent', payment] as const;
  const refunds = await allListed(get, '/v1/refunds', {
    query: [ofPayment, ['expand[]', 'data.failure_balance_transaction']],
    pagesMax: PAGES_MAX,
  });
  if (refunds.kind === 'unknown') return refunds;
  const disputes = await allListed(get, '/v1/disputes', {
    query: [ofPayment],
    pagesMax: PAGES_MAX,
  });
  if (disputes.kind === 'unknown') return disputes;
  return {
    kind: 'moved',
    movements: [
      ...paymentIn(paid.object),
      ...refunds.objects.flatMap((refund) => refundIn(refund, owner)),
      ...disputes.objects.flatMap(disputeIn),
    ],
  };
}

function paymentIn(payment: JsonObject): readonly Movement[] {
  const reference = textIn(payment, 'id');
  if (textIn(payment, 'status') !== 'succeeded' || reference === undefined) return [];
  const at = createdIn(objectIn(payment, 'latest_charge') ?? payment);
  const money = moneyIn(payment, 'amount_received');
  return [{ kind: 'payment', reference, ...money, at }];
}

function refundIn(refund: JsonObject, owner: Space): readonly Movement[] {
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
  const asked = placeIn(refund, owner);
  const gone = asked === undefined ? out : { ...out, asked };
  if (!isThere(failed)) return [gone];
  const at = createdIn(objectIn(refund, 'failure_balance_transaction') ?? refund);
  return [gone, { ...out, kind: 'return', reference: `${reference}:1`, at }];
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
