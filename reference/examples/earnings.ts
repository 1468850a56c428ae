import type { earningsRoutes } from '../../core/contract/earnings/routes.ts';
import type { KeyOf } from '../../core/contract/operation.ts';
import type { Example } from './example.ts';

/** Examples of what payees earn. */
export const earningsExamples = {
  'GET /v1/payees/{key}/balance': { path: { key: 'ada' } },
  'GET /v1/payees/{key}/documents': { path: { key: 'ada' }, query: { limit: '20' } },
  'POST /v1/payees/{key}/claims': {
    path: { key: 'ada' },
    headers: { 'idempotency-key': 'ada-l-is-ada' },
    body: { from: 'ada-l', currency: 'EUR', reason: 'the same person' },
  },
  'GET /v1/share-months': {},
  'GET /v1/share-months/{month}': { path: { month: '2026-10' } },
  'POST /v1/share-runs': { body: { period: '2026-10' } },
} as const satisfies Readonly<Record<KeyOf<typeof earningsRoutes>, Example>>;
