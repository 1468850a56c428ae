import Stripe from 'stripe';

/**
 * Stripe's own library, asked what the stand-in for Stripe says of a session that Farthing began, and made to sign what
 * it tells of. What it finds otherwise than Stripe would have it ends this with an error.
 */

const [, address = '', secretKey = '', webhookSecret = '', endpoint = ''] = process.argv.slice(1);
const { hostname, port } = new URL(address);
const stripe = new Stripe(secretKey, {
  ...{ host: hostname, port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 },
});

function demand(what: string, holds: boolean): asserts holds {
  if (!holds) throw new Error(`expected ${what}`);
}

const [session] = (await stripe.checkout.sessions.list({ limit: 10 })).data;
demand('a session in the list', session !== undefined);
const whole = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
const { payment_intent: payment } = whole;
demand('a session that is complete and paid', whole.status === 'complete');
demand('its payment, expanded', typeof payment === 'object' && payment !== null);
demand('a payment that has come', payment.status === 'succeeded');
demand('what the session asked for', payment.amount_received === whole.amount_total);
demand('whose it is', payment.metadata['farthing_tenant'] !== undefined);

const asked = {
  mode: 'payment',
  success_url: 'https://shop.example/',
  expires_at: session.created + 3600,
  line_items: [
    {
      quantity: 1,
      price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'another' } },
    },
  ],
} as const satisfies Stripe.Checkout.SessionCreateParams;
const create = (params: Stripe.Checkout.SessionCreateParams) =>
  stripe.checkout.sessions.create(params, { idempotencyKey: 'of-the-program' });
const [once, again] = [await create(asked), await create(asked)];
demand('one session for one key', once.id === again.id);
const other = { ...asked, expires_at: asked.expires_at + 1 };
const refused = await create(other).catch((error: unknown) => error);
demand(
  'a key refused for other parameters',
  refused instanceof Stripe.errors.StripeIdempotencyError,
);
const ended = await stripe.checkout.sessions.expire(once.id);
demand('a session that is expired', ended.status === 'expired' && ended.url === null);
const twice = await stripe.checkout.sessions.expire(once.id).catch((error: unknown) => error);
demand('an end once', twice instanceof Stripe.errors.StripeInvalidRequestError);

const types = ['checkout.session.completed'] as const;
const [event] = (await stripe.events.list({ types: [...types] })).data;
demand('an event of it', event !== undefined);
const payload = JSON.stringify(event);
const signed = (secret: string) => stripe.webhooks.generateTestHeaderString({ payload, secret });
const read = stripe.webhooks.constructEvent(payload, signed(webhookSecret), webhookSecret);
demand('the event, as the library reads it', read.id === event.id);
const post = async (signature: string): Promise<number> => {
  const headers = { 'content-type': 'application/json', 'stripe-signature': signature };
  const answer = await fetch(endpoint, { method: 'POST', headers, body: payload });
  return answer.status;
};
console.log(
  JSON.stringify({
    payment: payment.id,
    told: [await post(signed(webhookSecret)), await post(signed(webhookSecret))],
    forged: await post(signed('whsec_of_somebody_else')),
  }),
);
