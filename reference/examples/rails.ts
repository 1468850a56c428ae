import type { KeyOf } from '../../core/contract/operation.ts';
import type { railsRoutes } from '../../core/contract/rails/routes.ts';
import type { Example } from './example.ts';

const invoice = { id: 'INV-2026-000001' } as const;

/**
 * By `whsec_of_an_example`, on 3 November 2026, of the bytes that each of the languages makes of the example. Stripe
 * sends several, too, while a secret is replaced.
 */
const signatures = [
  '00f226e3fe4ce2e4e4007f68be08c820a8e0aacf0fdb61cd12ceabd805cf752f',
  'caacbc69e3969a66db3905058a5274fe0132e31270b6887172b4b528add53102',
  'f885231f277511fad1aa5fb5e73808bea0081b1f9a8a77d9fdc5dd95285efe40',
] as const;

/** Examples of collecting. */
export const railsExamples = {
  'GET /v1/rails': {},
  'PUT /v1/rails/stripe': {
    body: { secretKey: 'sk_test_of_an_example', webhookSecret: 'whsec_of_an_example' },
  },
  'POST /v1/rails/stripe/disconnect': {},
  'PUT /v1/rails/x402': {
    body: {
      facilitator: 'https://facilitator.example/x402',
      ...{ header: 'x-api-key', value: 'a-key-of-an-example' },
    },
  },
  'POST /v1/rails/x402/disconnect': {},
  'POST /v1/rails/stripe/events/{tenant}': {
    path: { tenant: 'acme' },
    headers: { 'Stripe-Signature': `t=1793664000,${signatures.map((one) => `v1=${one}`).join()}` },
    body: {
      id: 'evt_1',
      object: 'event',
      type: 'checkout.session.completed',
      data: { object: { id: 'cs_test_1', object: 'checkout.session' } },
    },
  },
  'GET /v1/invoices/{id}/collections': { path: invoice },
  'POST /v1/invoices/{id}/collections': {
    path: invoice,
    body: {
      rail: 'stripe',
      successUrl: 'https://shop.example/thanks',
      cancelUrl: 'https://shop.example/invoices',
    },
  },
} as const satisfies Readonly<Record<KeyOf<typeof railsRoutes>, Example>>;
