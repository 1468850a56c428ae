import { type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import type { earningsRoutes } from './routes.ts';
import { payeeBalances, payeeDocumentList, payeeDocumentParameters } from './shapes.ts';

/** The operations of what payees earn. */
export const earningsOperations = {
  'GET /v1/payees/{key}/balance': {
    id: 'getPayeeBalance',
    description:
      'As of now, from the books. Of a key that is no payee’s, `GET /v1/accounts?payee=` says what waits for it.',
    path: { key: payeeKey },
    query: noParameters,
    answers: ok('What it is owed', payeeBalances),
    problems: [...queryProblems, 'payee.not-found'],
  },
  'GET /v1/payees/{key}/documents': {
    id: 'listPayeeDocuments',
    path: { key: payeeKey },
    query: payeeDocumentParameters,
    answers: ok('A page of documents, in the order of the books', payeeDocumentList),
    problems: [...queryProblems, 'request.bad-cursor', 'payee.not-found'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof earningsRoutes>, Operation>>;
