import type { gateRoutes } from '../../core/contract/gate/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { Example } from './example.ts';

const payer = 'press-review';
/** What was held for it at the gate. */
const id = 'gO804-wGxUDBMpjFnIDEbA.a.0';
const another = 'gO804-wGxUDBMpjFnIDEbA.b.0';

/** Examples of having requests paid for that come in. */
export const gateExamples = {
  'POST /v1/gate': {
    body: {
      resource: { url: 'https://news.example/a/1', description: 'An article' },
      meter: 'views',
    },
  },
  'POST /v1/gate/{id}/capture': { path: { id }, body: {} },
  'POST /v1/gate/{id}/release': { path: { id: another } },
  'GET /v1/payers/{payer}/charges': { path: { payer } },
  'PUT /v1/payers/{payer}/threshold': {
    path: { payer },
    body: { amount: '0.25', currency: 'EUR' },
  },
} as const satisfies Readonly<Record<KeyOf<typeof gateRoutes>, Example>>;
