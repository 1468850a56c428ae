import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import type { quarantineRoutes } from './routes.ts';
import {
  dismissal,
  dismissalOfMany,
  quarantineDone,
  quarantineEntry,
  quarantineEntryId,
  quarantineList,
  quarantineParameters,
  retryOfMany,
} from './shapes.ts';

/** The operations of quarantine. */
export const quarantineOperations = {
  'GET /v1/quarantine': {
    id: 'listQuarantine',
    query: quarantineParameters,
    answers: ok('A page of entries', quarantineList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/quarantine/{id}': {
    id: 'getQuarantineEntry',
    path: { id: quarantineEntryId },
    query: noParameters,
    answers: ok('The entry', quarantineEntry),
    problems: [...queryProblems, 'quarantine.not-found'],
  },
  'POST /v1/quarantine/{id}/retry': {
    id: 'retryQuarantineEntry',
    description: 'Safe to repeat: an event counts once.',
    idempotencyKey: 'taken',
    path: { id: quarantineEntryId },
    query: noParameters,
    answers: ok('The entry, retried', quarantineEntry),
    problems: [
      ...queryProblems,
      'request.idempotency-key-malformed',
      'quarantine.not-found',
      'quarantine.already-closed',
      'quarantine.identity-taken',
      'queue.unavailable',
    ],
  },
  'POST /v1/quarantine/{id}/dismiss': {
    id: 'dismissQuarantineEntry',
    description: 'Safe to repeat, and refused with another reason.',
    idempotencyKey: 'taken',
    path: { id: quarantineEntryId },
    query: noParameters,
    request: json(dismissal),
    answers: ok('The entry, dismissed', quarantineEntry),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'quarantine.not-found',
      'quarantine.already-closed',
    ],
  },
  'POST /v1/quarantine/retry': {
    id: 'retryQuarantine',
    description:
      'Of the open entries that fit, a thousand at most are looked at in a call. Safe to repeat: an event counts once. Conflicts are left, as their identity belongs to another event.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(retryOfMany),
    answers: ok('What was retried', quarantineDone),
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'request.bad-cursor',
      'queue.unavailable',
    ],
  },
  'POST /v1/quarantine/dismiss': {
    id: 'dismissQuarantine',
    description:
      'Of the open entries that fit, a thousand at most are looked at in a call. Safe to repeat.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(dismissalOfMany),
    answers: ok('What was dismissed', quarantineDone),
    problems: [...bodyProblems, 'request.idempotency-key-malformed', 'request.bad-cursor'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof quarantineRoutes>, Operation>>;
