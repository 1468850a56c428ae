import {
  type Collection,
  idempotencyKey,
  type WalletRefill,
  type WalletTopUp,
} from '../collection.ts';
import type { RailCaller, RailCredentials, Standing, Submitted } from '../ports.ts';
import { stripeAmount } from './amounts.ts';
import { idIn, type StripeAnswer, type StripeApi, type StripeForm, textIn } from './api.ts';
import { metadataOf, placeIn } from './events.ts';
import { listed } from './lists.ts';
import { paymentStanding } from './payments.ts';
import { createdAround } from './times.ts';

const PAYMENTS = '/v1/payment_intents';
const PAGES_MAX = 20;

type Refill = Collection & { readonly topUp: WalletTopUp & { readonly refill: WalletRefill } };
type Caller = Pick<RailCaller, 'space' | 'credentials'>;

/** By what a payment was paid: Stripe keeps it for a customer of its own. */
interface Kept {
  readonly customer: string;
  readonly means: string;
}

/**
 * Money that is paid by what another payment was paid by, which its payer let Stripe keep. That an account does not
 * have that payment is no answer: another one may have been asked, whose key was there before.
 */
export const stripeKept = (api: StripeApi) => {
  const keptOf = async (
    credentials: RailCredentials,
    payment: string,
  ): Promise<({ readonly kind: 'kept' } & Kept) | Exclude<Submitted, { kind: 'submitted' }>> => {
    const answer = await api.get(credentials, pathOf(payment), []);
    if (answer.kind !== 'object') return { kind: 'unknown', detail: answer.detail };
    const [customer, means] = [
      idIn(answer.object, 'customer'),
      idIn(answer.object, 'payment_method'),
    ];
    if (customer !== undefined && means !== undefined) return { kind: 'kept', customer, means };
    return { kind: 'refused', detail: `Stripe has kept nothing that ${payment} was paid by` };
  };
  return {
    async submit({ credentials, space }: Caller, refill: Refill): Promise<Submitted> {
      const kept = await keptOf(credentials, refill.topUp.refill.payment);
      if (kept.kind !== 'kept') return kept;
      const key = idempotencyKey(space, refill, 'submit');
      const form = formOf(space, refill, kept);
      return submittedBy(await api.post(credentials, PAYMENTS, { form, key }));
    },

    async find({ credentials, space }: Caller, refill: Refill): Promise<Submitted> {
      const kept = await keptOf(credentials, refill.topUp.refill.payment);
      if (kept.kind !== 'kept') return kept;
      const query: StripeForm = [['customer', kept.customer], ...createdAround(refill)];
      const get = (path: string, asked: StripeForm) => api.get(credentials, path, asked);
      for await (const page of listed(get, PAYMENTS, { query, pagesMax: PAGES_MAX })) {
        if (page.kind !== 'objects') return page;
        const object = page.objects.find((one) => {
          const place = placeIn(one, { space, tenant: refill.tenant });
          return place?.invoice === refill.invoice && place.attempt === refill.attempt;
        });
        if (object !== undefined) return submittedBy({ kind: 'object', object });
      }
      return { kind: 'refused', detail: 'Stripe has no payment of it' };
    },

    async lookup(credentials: RailCredentials, reference: string): Promise<Standing> {
      const answer = await api.get(credentials, pathOf(reference), []);
      if (answer.kind === 'object') return paymentStanding(answer.object);
      return { kind: answer.status === 404 ? 'gone' : 'unknown', detail: answer.detail };
    },
  };
};

const pathOf = (payment: string): string => `${PAYMENTS}/${encodeURIComponent(payment)}`;

/** A function of the collection, and of a payment that is over: what is sent again is the same to the byte. */
const formOf = (
  space: string,
  { amount, currency, number, ...place }: Refill,
  { customer, means }: Kept,
): StripeForm => [
  ['amount', String(stripeAmount(amount, currency))],
  ['currency', currency.toLowerCase()],
  ['customer', customer],
  ['payment_method', means],
  // Nobody is there to be asked: what a bank wants its payer for is refused.
  ['off_session', 'true'],
  ['confirm', 'true'],
  ['automatic_payment_methods[enabled]', 'true'],
  ['automatic_payment_methods[allow_redirects]', 'never'],
  ['description', number],
  ...metadataOf(space, place).map(([name, value]) => [`metadata[${name}]`, value] as const),
];

function submittedBy(answer: StripeAnswer): Submitted {
  if (answer.kind !== 'object') return { kind: answer.kind, detail: answer.detail };
  const reference = textIn(answer.object, 'id');
  if (reference === undefined) return { kind: 'unknown', detail: 'a payment without an id came' };
  return { kind: 'submitted', reference, url: undefined };
}
