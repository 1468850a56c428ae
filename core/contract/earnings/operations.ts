import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { monthText, noParameters } from '../shapes.ts';
import { payeeKey } from '../shares/shapes.ts';
import type { earningsRoutes } from './routes.ts';
import {
  claimBody,
  claimed,
  payeeBalances,
  payeeDocumentList,
  payeeDocumentParameters,
  shareMonth,
  shareMonthList,
  shareRunBody,
} from './shapes.ts';

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
  'POST /v1/payees/{key}/claims': {
    id: 'claimForPayee',
    description:
      'What usage earned under a value that is spelled otherwise, or under a share that is dissolved (`share:` and its key). Where the value is the very key of a payee that is put, it is that payee’s by itself. Safe to repeat with its key, and refused with the key of another one.',
    idempotencyKey: 'needed',
    path: { key: payeeKey },
    query: noParameters,
    request: json(claimBody),
    answers: {
      200: { description: 'It was so already', content: json(claimed) },
      201: { description: 'Claimed', content: json(claimed) },
    },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      'payee.not-found',
      'payee.claim-refused',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/share-months': {
    id: 'listShareMonths',
    description:
      'A month stands here when the first payer’s of it is closed. A month can go from `done` to `due` again: late usage, credit notes and voids come when they come.',
    query: noParameters,
    answers: ok('The months', shareMonthList),
    problems: [...queryProblems],
  },
  'GET /v1/share-months/{month}': {
    id: 'getShareMonth',
    path: { month: monthText },
    query: noParameters,
    answers: ok('The month', shareMonth),
    problems: [...queryProblems, 'period.malformed', 'share.month-not-found'],
  },
  'POST /v1/share-runs': {
    id: 'startShareRun',
    description:
      'Months are accrued by themselves when payers are closed. Ask for one where shares were put that begin in it, after it was closed. Safe to repeat, and to race.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(shareRunBody),
    answers: {
      202: { description: 'Started', content: json(shareMonth) },
    },
    problems: [...bodyProblems, 'request.idempotency-key-malformed', 'period.malformed'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof earningsRoutes>, Operation>>;
