import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import type { auditRoutes } from './routes.ts';
import { auditList, auditParameters } from './shapes.ts';

/** The operation of the audit. */
export const auditOperations = {
  'GET /v1/audit': {
    id: 'listAudit',
    description:
      'The latest first. Every request that needs `billing:write`, `payouts:approve` or `admin`, and does more than read, is written down before it is worked off; so is every key that is made or revoked. What is refused before, for its key, its scope or its shape, is not.',
    query: auditParameters,
    answers: ok('A page of the audit', auditList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof auditRoutes>, Operation>>;
