import type { marketplaceRoutes } from '../../core/contract/marketplace/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { Example } from './example.ts';

const customer = { key: 'press-review' } as const;

/** Examples of what is sold at AWS Marketplace. */
export const marketplaceExamples = {
  'PUT /v1/rails/marketplace': {
    body: {
      code: '4w1vgsrkqdkypbz43g7qkk4uz',
      currency: 'EUR',
      dimensions: [
        { name: 'usage', unit: '0.01' },
        { name: 'storage', unit: '1', charges: ['storage'] },
      ],
    },
  },
  'POST /v1/rails/marketplace/disconnect': {},
  'GET /v1/rails/marketplace/customers': {},
  'GET /v1/rails/marketplace/customers/{key}': { path: customer },
  'POST /v1/rails/marketplace/customers/{key}': {
    path: customer,
    body: {
      product: '4w1vgsrkqdkypbz43g7qkk4uz',
      account: '845735284135',
      license: 'arn:aws:license-manager::294406891311:license:l-ecbaa94eb71a4830b6d7e49268fecaa0',
    },
  },
  'POST /v1/rails/marketplace/customers/{key}/end': {
    path: customer,
    body: { at: '2026-11-03T11:36:03Z' },
  },
  'GET /v1/rails/marketplace/customers/{key}/reports': { path: customer },
  'GET /v1/rails/marketplace/customers/{key}/entitlements': { path: customer },
} as const satisfies Readonly<Record<KeyOf<typeof marketplaceRoutes>, Example>>;
