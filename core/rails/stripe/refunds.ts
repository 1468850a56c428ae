import type { JsonObject } from '../../kernel/json.ts';
import { type Collection, idempotencyKey, type WalletRefund } from '../collection.ts';
import type { RailCaller, RailCredentials, Standing, Submitted } from '../ports.ts';
import { stripeAmount } from './amounts.ts';
import { type StripeAnswer, type StripeApi, type StripeForm, textIn } from './api.ts';
import { metadataOf, placeIn } from './events.ts';
import { allListed } from './lists.ts';

const REFUNDS = '/v1/refunds';
/** Of one payment, each of a hundred. */
const PAGES_MAX = 10;
/** What an account says of a payment that it does not have. */
const MISSING = /^resource_missing/;

type Refund = Collection & { readonly refund: WalletRefund };
type Caller = Pick<RailCaller, 'space' | 'credentials'>;

/**
 * Money that goes back over Stripe, by the payment that it came by. That an account does not have the payment is no
 * answer: it may have been paid back by another one, whose key was there before.
 */
export const stripeRefunds = (api: StripeApi) => ({
  async submit({ credentials, space }: Caller, refund: Refund): Promise<Submitted> {
    const key = idempotencyKey(space, refund, 'submit');
    return submittedBy(await api.post(credentials, REFUNDS, { form: formOf(space, refund), key }));
  },

  async find({ credentials, space }: Caller, refund: Refund): Promise<Submitted> {
    const get = (path: string, query: StripeForm) => api.get(credentials, path, query);
    const payment = await get(pathOf(refund.refund), []);
    if (payment.kind !== 'object') return { kind: 'unknown', detail: payment.detail };
    const query: StripeForm = [['payment_intent', refund.refund.of]];
    const listed = await allListed(get, REFUNDS, { query, pagesMax: PAGES_MAX });
    if (listed.kind === 'unknown') return listed;
    const object = listed.objects.find((one) => isOf(one, refund, space));
    if (object !== undefined) return submittedBy({ kind: 'object', object });
    return { kind: 'refused', detail: 'Stripe has no refund of it' };
  },

  async lookup(
    credentials: RailCredentials,
    { reference, refund }: { readonly reference: string; readonly refund: WalletRefund },
  ): Promise<Standing> {
    const isBegun = reference !== '';
    const path = isBegun ? `${REFUNDS}/${encodeURIComponent(reference)}` : pathOf(refund);
    const answer = await api.get(credentials, path, []);
    if (answer.kind === 'object') {
      return isBegun ? standingOf(answer.object, refund) : { kind: 'processing' };
    }
    return { kind: answer.status === 404 ? 'gone' : 'unknown', detail: answer.detail };
  },
});

const pathOf = ({ of }: WalletRefund): string => `/v1/payment_intents/${encodeURIComponent(of)}`;

/** A function of the collection alone: what is sent again is the same to the byte. */
const formOf = (space: string, { amount, currency, refund, ...place }: Refund): StripeForm => [
  ['payment_intent', refund.of],
  ['amount', String(stripeAmount(amount, currency))],
  ...metadataOf(space, place).map(([name, value]) => [`metadata[${name}]`, value] as const),
];

function submittedBy(answer: StripeAnswer): Submitted {
  if (answer.kind === 'unknown') return { kind: 'unknown', detail: answer.detail };
  if (answer.kind === 'refused') {
    const kind = MISSING.test(answer.detail) ? 'unknown' : 'refused';
    return { kind, detail: answer.detail };
  }
  const reference = textIn(answer.object, 'id');
  if (reference === undefined) return { kind: 'unknown', detail: 'a refund without an id came' };
  return { kind: 'submitted', reference, url: undefined };
}

/** What has left the balance, and come back, has moved both ways: that is booked, and nothing is put back besides. */
function standingOf(object: JsonObject, { of: payment }: WalletRefund): Standing {
  const status = textIn(object, 'status');
  if (status === 'succeeded') return { kind: 'paid', payment };
  if (status !== 'failed' && status !== 'canceled') return { kind: 'processing' };
  const hasMoved =
    object['balance_transaction'] !== null && object['balance_transaction'] !== undefined;
  if (hasMoved) return { kind: 'paid', payment };
  return { kind: 'failed', detail: textIn(object, 'failure_reason') ?? status };
}

function isOf(object: JsonObject, { tenant, invoice, attempt }: Refund, space: string): boolean {
  const place = placeIn(object, { space, tenant });
  return place?.invoice === invoice && place.attempt === attempt;
}
