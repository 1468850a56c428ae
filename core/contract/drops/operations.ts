import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { dropId } from './names.ts';
import type { dropsRoutes } from './routes.ts';
import { drop, dropList, dropParameters } from './shapes.ts';

/** The operations of drops. */
export const dropsOperations = {
  'GET /v1/drops': {
    id: 'listDrops',
    description: 'None where the deployment has no bucket for them.',
    query: dropParameters,
    answers: ok('A page of drops', dropList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/drops/{id}': {
    id: 'getDrop',
    path: { id: dropId },
    query: noParameters,
    answers: ok('The drop', drop),
    problems: [...queryProblems, 'drop.not-found'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof dropsRoutes>, Operation>>;
