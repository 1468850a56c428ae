import { payerKey } from '../catalog/payer-shape.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { keyed, ofTerms, ofToken } from '../spend/problems.ts';
import type { passesRoutes } from './routes.ts';
import {
  boughtPass,
  pass,
  passBody,
  passKey,
  passList,
  passListParameters,
  passPurchase,
} from './shapes.ts';

/** The operations of passes. */
export const passesOperations = {
  'GET /v1/passes': {
    id: 'listPasses',
    query: passListParameters,
    answers: ok('A page of passes', passList),
    problems: [...queryProblems, 'request.bad-cursor', ...ofToken],
  },
  'PUT /v1/passes/{key}': {
    id: 'putPass',
    description: 'The whole pass: what is left out is not kept. What was bought stays as it was.',
    path: { key: passKey },
    query: noParameters,
    request: json(passBody),
    readBy: 'core',
    answers: {
      200: { description: 'Replaced, or so already', content: json(pass) },
      201: { description: 'Created', content: json(pass) },
    },
    problems: [...bodyProblems, 'meter.not-found', 'pass.unsuited', 'pass.changed-meanwhile'],
  },
  'POST /v1/payers/{payer}/passes': {
    id: 'buyPass',
    description:
      'What it costs is taken out of the wallet, and kept for its units. From then on each use that it is for takes units of it, before money.',
    idempotencyKey: 'taken',
    path: { payer: payerKey },
    query: noParameters,
    request: json(passPurchase),
    answers: { 201: { description: 'Bought', content: json(boughtPass) } },
    problems: [
      ...keyed,
      ...ofTerms,
      'meter.not-found',
      'pass.not-found',
      'pass.unsuited',
      'pass.too-many',
      'budget.exceeded',
      'wallet.empty',
      'wallet.currency-differs',
      ...ofToken,
      'token.limit-exceeded',
    ],
  },
} as const satisfies Readonly<Record<KeyOf<typeof passesRoutes>, Operation>>;
