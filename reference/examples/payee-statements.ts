import type { KeyOf } from '../../core/contract/operation.ts';
import type { payeeStatementsRoutes } from '../../core/contract/payee-statements/routes.ts';
import type { Example } from './example.ts';

const id = 'pst_8e984938a622a6ebca06a5facd8cd069';

/** Examples of what payees are told. */
export const payeeStatementsExamples = {
  'GET /v1/payees/{key}/statements': { path: { key: 'ada' } },
  'GET /v1/payee-statements': { query: { period: '2026-10' } },
  'GET /v1/payee-statements/{id}': { path: { id } },
  'GET /v1/payee-statements/{id}/lines/{line}': { path: { id, line: '1' } },
  'POST /v1/payee-statement-runs': { body: { period: '2026-10' } },
} as const satisfies Readonly<Record<KeyOf<typeof payeeStatementsRoutes>, Example>>;
