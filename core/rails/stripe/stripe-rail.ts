import type { JsonObject } from '../../kernel/json.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { type Collection, collectionId, idempotencyKey } from '../collection.ts';
import type { Hint, Rail, RailOutbound, Standing, Submitted } from '../ports.ts';
import { stripeAmount, stripeCounts, stripeQuote } from './amounts.ts';
import {
  objectIn,
  objectsIn,
  type StripeAnswer,
  type StripeApi,
  type StripeForm,
  stripeApi,
  textIn,
} from './api.ts';
import { hintIn, metadataOf, placeIn, stripeEventTypes } from './events.ts';
import { stripeKept } from './kept.ts';
import { LIST_MAX, listed, type StripeCall } from './lists.ts';
import { stripeMovements } from './movements.ts';
import { paymentStanding } from './payments.ts';
import { stripeRefunds } from './refunds.ts';
import { createdAround, secondsOf } from './times.ts';

/**
 * Checkout keeps a session open for a day at most, and a key for a day at least: so that a collection can be submitted
 * again, under its key, for as long as its session could be open.
 */
const OPEN_MS = 23 * millisecondsPer.hour;
/** Less than a key is kept: so that whoever asks last still asks under it. */
const REFUND_MS = 22 * millisecondsPer.hour;
const PAGES_MAX = 20;
const SESSIONS = '/v1/checkout/sessions';

/** Stripe Checkout: a page of Stripe's where the payer of an invoice pays what is due. */
export const stripeRail = (outbound: Pick<RailOutbound, 'call'>): Rail => {
  const api = stripeApi(outbound);
  const refunds = stripeRefunds(api);
  const kept = stripeKept(api);
  return {
    name: 'stripe',
    quote: stripeQuote,
    openMs: OPEN_MS,
    canKeep: true,
    refundMs: REFUND_MS,
    canRefund: (payment) => payment.startsWith('pi_'),
    quoteRefund: stripeCounts,

    async probe(credentials) {
      const answer = await api.get(credentials, SESSIONS, [['limit', '1']]);
      if (answer.kind === 'object') return 'taken';
      const isRefused = answer.status !== undefined && answer.status < 429;
      return isRefused ? 'refused' : 'unknown';
    },

    async submit({ credentials, space }, collection) {
      const { refund } = collection;
      if (refund !== undefined)
        return refunds.submit({ credentials, space }, { ...collection, refund });
      if (isRefill(collection)) return kept.submit({ credentials, space }, collection);
      const form = sessionForm(space, collection);
      const key = idempotencyKey(space, collection, 'submit');
      return submittedBy(await api.post(credentials, SESSIONS, { form, key }));
    },

    async find({ credentials, space }, collection) {
      const { refund } = collection;
      if (refund !== undefined)
        return refunds.find({ credentials, space }, { ...collection, refund });
      if (isRefill(collection)) return kept.find({ credentials, space }, collection);
      const get: StripeCall = (path, query) => api.get(credentials, path, query);
      const pages = listed(get, SESSIONS, {
        query: createdAround(collection),
        pagesMax: PAGES_MAX,
      });
      for await (const page of pages) {
        if (page.kind !== 'objects') return page;
        const session = page.objects.find((one) => isOf(one, collection, space));
        if (session !== undefined) return submittedBy({ kind: 'object', object: session });
      }
      return { kind: 'refused', detail: 'Stripe has no session of it' };
    },

    async lookup({ credentials }, { reference = '', refund, topUp }) {
      if (refund !== undefined) return refunds.lookup(credentials, { reference, refund });
      if (topUp?.refill !== undefined) return kept.lookup(credentials, reference);
      const path = `${SESSIONS}/${encodeURIComponent(reference)}`;
      return standingBy(await api.get(credentials, path, [['expand[]', 'payment_intent']]));
    },

    async expire({ credentials, space }, collection) {
      if (isRefill(collection)) return 'not-open';
      const path = `${SESSIONS}/${encodeURIComponent(collection.reference ?? '')}/expire`;
      const key = idempotencyKey(space, collection, 'expire');
      const answer = await api.post(credentials, path, { form: [], key });
      if (answer.kind === 'object') return 'expired';
      return answer.kind === 'refused' ? 'not-open' : 'unknown';
    },

    movements: ({ credentials, ...owner }, payment) =>
      stripeMovements((path, query) => api.get(credentials, path, query), payment, owner),

    async collectionOf({ credentials, ...owner }, payment) {
      const path = `/v1/payment_intents/${encodeURIComponent(payment)}`;
      const answer = await api.get(credentials, path, []);
      if (answer.kind === 'unknown') return unknownOf(answer);
      // What this account has nothing of is none of ours.
      if (answer.kind === 'refused') return { kind: 'found', place: undefined };
      return { kind: 'found', place: placeIn(answer.object, owner) };
    },

    changes: changesIn(api),
  };
};

type Refill = Parameters<ReturnType<typeof stripeKept>['submit']>[1];

const isRefill = (collection: Collection): collection is Refill =>
  collection.topUp?.refill !== undefined;

/** What Stripe has told of. */
const changesIn =
  (api: StripeApi): Rail['changes'] =>
  async ({ credentials, ...owner }, { from, to, after }) => {
    const answer = await api.get(credentials, '/v1/events', [
      ['created[gte]', secondsOf(from)],
      ['created[lte]', secondsOf(to)],
      ['limit', LIST_MAX],
      ...stripeEventTypes.map((type) => ['types[]', type] as const),
      ...(after === undefined ? [] : ([['starting_after', after]] as const)),
    ]);
    if (answer.kind !== 'object') return unknownOf(answer);
    const events = objectsIn(answer.object, 'data');
    const hints = events
      .map((event) => hintIn(event, owner))
      .filter((hint): hint is Hint => hint !== undefined);
    const last = events.at(-1);
    const isMore = answer.object['has_more'] === true && last !== undefined;
    return { kind: 'changes', hints, next: isMore ? textIn(last, 'id') : undefined };
  };

/** A function of the collection alone: what is sent again is the same to the byte. */
function sessionForm(space: string, collection: Collection): StripeForm {
  const { amount, currency, number, successUrl, cancelUrl, expiresAt } = collection;
  const item = 'line_items[0]';
  const metadata = metadataOf(space, collection);
  return [
    ['mode', 'payment'],
    ['client_reference_id', collectionId(collection)],
    [`${item}[quantity]`, '1'],
    [`${item}[price_data][currency]`, currency.toLowerCase()],
    [`${item}[price_data][unit_amount]`, String(stripeAmount(amount, currency))],
    [`${item}[price_data][product_data][name]`, number],
    ['success_url', successUrl ?? ''],
    ['cancel_url', cancelUrl ?? ''],
    ['expires_at', secondsOf(expiresAt)],
    // What is due in a currency is paid in it.
    ['adaptive_pricing[enabled]', 'false'],
    ['payment_intent_data[description]', number],
    ...(collection.topUp?.isKept === true ? keeping : []),
    ...metadata.map(([name, value]) => [`metadata[${name}]`, value] as const),
    ...metadata.map(([name, value]) => [`payment_intent_data[metadata][${name}]`, value] as const),
  ];
}

/** The payer agrees on Stripe's page: what it pays by is kept for payments that it is not asked for. */
const keeping: StripeForm = [
  ['customer_creation', 'always'],
  ['payment_intent_data[setup_future_usage]', 'off_session'],
];

type Said = { readonly kind: 'object' };

function submittedBy(answer: StripeAnswer): Submitted {
  if (answer.kind !== 'object') return unsubmittedBy(answer);
  const reference = textIn(answer.object, 'id');
  if (reference === undefined) return { kind: 'unknown', detail: 'a session without an id came' };
  return { kind: 'submitted', reference, url: textIn(answer.object, 'url') };
}

const unsubmittedBy = ({ kind, detail }: Exclude<StripeAnswer, Said>): Submitted => ({
  kind,
  detail,
});

const unknownOf = (answer: Exclude<StripeAnswer, Said>) =>
  ({ kind: 'unknown', detail: answer.detail }) as const;

function standingBy(answer: StripeAnswer): Standing {
  if (answer.kind === 'object') return standingOf(answer.object);
  return answer.status === 404 ? { ...unknownOf(answer), kind: 'gone' } : unknownOf(answer);
}

/** A session that is complete has a payment, which may be refused still: of a bank debit after days. */
function standingOf(session: JsonObject): Standing {
  const status = textIn(session, 'status');
  if (status === 'open' || status === 'expired') return { kind: status };
  if (status === 'complete') return paymentStanding(objectIn(session, 'payment_intent'));
  return { kind: 'unknown', detail: 'a session without a status that is known came' };
}

function isOf(session: JsonObject, { tenant, invoice, attempt }: Collection, space: string) {
  const place = placeIn(session, { space, tenant });
  return place?.invoice === invoice && place.attempt === attempt;
}
