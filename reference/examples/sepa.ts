import type { KeyOf } from '../../core/contract/operation.ts';
import type { sepaRoutes } from '../../core/contract/sepa/routes.ts';
import type { Example } from './example.ts';

const collectOn = '2026-11-30';
const asked = { collectOn, invoices: ['INV-2026-000001'] };
const batch = { id: 'FB-20261130-4N81Q3M3WY46S8CMV1G' } as const;

/** Examples of direct debits. */
export const sepaExamples = {
  'PUT /v1/rails/sepa': {
    body: {
      name: 'Magazine GmbH',
      identifier: 'DE98ZZZ09999999999',
      iban: 'DE75512108001245126199',
      noticeDays: 14,
      retryAfterDays: [3, 7],
    },
  },
  'POST /v1/rails/sepa/disconnect': {},
  'GET /v1/customers/{key}/mandates': { path: { key: 'press-review' } },
  'PUT /v1/customers/{key}/mandates/{reference}': {
    path: { key: 'press-review', reference: 'M-2026-0001' },
    body: { name: 'Press Review', iban: 'DE02120300000000202051', signedAt: '2026-10-02' },
  },
  'POST /v1/customers/{key}/mandates/{reference}/revoke': {
    path: { key: 'press-review', reference: 'M-2026-0002' },
  },
  'GET /v1/rails/sepa/proposal': { query: { collectOn } },
  'GET /v1/rails/sepa/batches': {},
  'POST /v1/rails/sepa/batches': { headers: { 'Idempotency-Key': 'november' }, body: asked },
  'GET /v1/rails/sepa/batches/{id}': { path: batch },
  'GET /v1/rails/sepa/batches/{id}/file': { path: batch },
  'POST /v1/rails/sepa/batches/{id}/submit': { path: batch },
  'POST /v1/rails/sepa/batches/{id}/cancel': { path: batch },
  'POST /v1/rails/sepa/outcomes': {
    body: { kind: 'settled', of: batch.id, bankEntry: 'ab12', on: '2026-11-03', amount: '1.50' },
  },
} as const satisfies Readonly<Record<KeyOf<typeof sepaRoutes>, Example>>;
