import { payerKey } from '../catalog/payer-shape.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { payersRoutes } from './routes.ts';
import {
  erasure,
  erasureBody,
  heldList,
  heldParameters,
  pseudonymList,
  pseudonymsBody,
} from './shapes.ts';

/** The operations of what is held of payers. */
export const payersOperations = {
  'GET /v1/payers/{key}/held': {
    id: 'listHeld',
    description:
      'For whoever asks what you have of them. Of a payer of whom nothing is held, an empty list. What this does not list is named in docs/data-life.md.',
    path: { key: payerKey },
    query: heldParameters,
    answers: ok('A page of what is held', heldList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'POST /v1/erasures': {
    id: 'erasePayer',
    description:
      'Asked again, it goes on where it was, and answers what it then took. A customer is archived first. The audit has that an erasure was asked for, and not of whom.',
    query: noParameters,
    request: json(erasureBody),
    answers: ok('What went, and what stays until when', erasure),
    problems: [
      ...bodyProblems,
      'payer.in-use',
      'payer.has-customer',
      'payer.too-many-subjects',
      'customer.changed-meanwhile',
    ],
  },
  'POST /v1/pseudonyms': {
    id: 'listPseudonyms',
    description:
      'What answers say in the place of these subjects. There is no way back: ask for those whom you know. It makes none.',
    query: noParameters,
    request: json(pseudonymsBody),
    answers: ok('Those that have one', pseudonymList),
    problems: bodyProblems,
  },
} as const satisfies Readonly<Record<KeyOf<typeof payersRoutes>, Operation>>;
