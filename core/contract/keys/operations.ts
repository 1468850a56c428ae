import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import type { keysRoutes } from './routes.ts';
import { keyList, keyListParameters } from './shapes.ts';

/** The operation of API keys. */
export const keysOperations = {
  'GET /v1/keys': {
    id: 'listKeys',
    description:
      'Those that are revoked or at their end, too. A key that was made a moment ago may be missing. No key makes or revokes one: `farthing keys` does, and IAM decides who may.',
    query: keyListParameters,
    answers: ok('A page of keys', keyList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof keysRoutes>, Operation>>;
