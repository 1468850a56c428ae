import type { KeyOf } from '../../core/contract/operation.ts';
import type { passesRoutes } from '../../core/contract/passes/routes.ts';
import type { Example } from './example.ts';

/** Examples of passes. */
export const passesExamples = {
  'GET /v1/passes': {},
  'PUT /v1/passes/{key}': {
    path: { key: 'all-november' },
    body: {
      ...{ name: 'All you can read', meter: 'views', ceiling: '3000' },
      price: { amount: '9.90', currency: 'EUR' },
    },
  },
  'POST /v1/payers/{payer}/passes': {
    path: { payer: 'press-review' },
    body: { pass: 'hundred-views', idempotency: 'buy-77' },
  },
} as const satisfies Readonly<Record<KeyOf<typeof passesRoutes>, Example>>;
