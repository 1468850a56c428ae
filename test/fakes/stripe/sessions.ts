import type { FakeSession } from './objects.ts';
import { metadataIn } from './replies.ts';

const MINIMUM = 50;
const SHORTEST = 1_800;
const LONGEST = 86_400;

/** A new session, or the code that Stripe refuses the form with. */
export function sessionFrom(
  form: URLSearchParams,
  { id, now }: { readonly id: string; readonly now: number },
): FakeSession | string {
  const item = 'line_items[0]';
  const amount = Number(form.get(`${item}[price_data][unit_amount]`));
  const expiresAt = Number(form.get('expires_at'));
  if (!Number.isSafeInteger(amount) || form.get('mode') !== 'payment') return 'parameter_invalid';
  if (expiresAt < now + SHORTEST || expiresAt > now + LONGEST) return 'expires_at';
  if (amount < MINIMUM) return 'amount_too_small';
  return {
    object: 'checkout.session',
    id,
    created: now,
    currency: form.get(`${item}[price_data][currency]`) ?? '',
    amount_total: amount * Number(form.get(`${item}[quantity]`)),
    client_reference_id: form.get('client_reference_id'),
    expires_at: expiresAt,
    livemode: false,
    metadata: metadataIn(form, 'metadata'),
    mode: 'payment',
    keeps:
      form.get('customer_creation') === 'always' &&
      form.get('payment_intent_data[setup_future_usage]') === 'off_session',
    payment_metadata: metadataIn(form, 'payment_intent_data[metadata]'),
    status: 'open',
    payment_status: 'unpaid',
    payment_intent: null,
    url: `https://checkout.stripe.com/c/pay/${id}`,
  };
}
