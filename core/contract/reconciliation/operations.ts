import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { reconciliationRoutes } from './routes.ts';
import { reconciliation } from './shapes.ts';

/** The operation of the reconciliation. */
export const reconciliationOperations = {
  'GET /v1/reconciliation': {
    id: 'getReconciliation',
    description:
      'A pass begins every day, and compares with tolerance zero. `compared` says of how much, `findings` what differs, both values where there are two, and what to do.',
    query: noParameters,
    answers: ok('What was found', reconciliation),
    problems: queryProblems,
  },
} as const satisfies Readonly<Record<KeyOf<typeof reconciliationRoutes>, Operation>>;
