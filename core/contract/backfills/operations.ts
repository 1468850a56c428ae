import { anyEvents } from '../events/shapes.ts';
import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { backfillName } from './names.ts';
import type { backfillsRoutes } from './routes.ts';
import {
  backfill,
  backfillList,
  backfillParameters,
  backfillRequest,
  backfillTaken,
} from './shapes.ts';

const path = { name: backfillName };

/** The operations of backfill jobs. */
export const backfillsOperations = {
  'POST /v1/backfills': {
    id: 'openBackfill',
    description:
      'Without a job, events are taken that are as old as the deployment lets them be; a job takes those of its own period. Opened again with the same, it is the job that there is.',
    query: noParameters,
    request: json(backfillRequest),
    answers: ok('The job', backfill),
    problems: [...bodyProblems, 'usage.range-malformed', 'usage.range-too-long', 'backfill.exists'],
  },
  'GET /v1/backfills': {
    id: 'listBackfills',
    query: backfillParameters,
    answers: ok('A page of jobs', backfillList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/backfills/{name}': {
    id: 'getBackfill',
    path,
    query: noParameters,
    answers: ok('The job', backfill),
    problems: [...queryProblems, 'backfill.not-found'],
  },
  'POST /v1/backfills/{name}/events': {
    id: 'backfillEvents',
    description: [
      'Events as `POST /v1/events` takes them as plain JSON, at most 1,000 and 1 MB a request, gzip accepted.',
      'They are in the log when it is answered, each that is right. Send a request again, as it was, until it is answered: nothing is written twice.',
      'What comes faster than the job takes it is answered 429.',
    ].join(' '),
    path,
    query: noParameters,
    bodyMax: 1_048_576,
    readBy: 'core',
    request: json(anyEvents),
    answers: ok('What became of the events', backfillTaken),
    problems: [
      ...bodyProblems,
      'request.number-out-of-range',
      'request.no-events',
      'request.too-many-events',
      'event.invalid',
      'event.too-large',
      'event.too-new',
      'event.attribute-missing',
      'event.attribute-malformed',
      'event.attribute-too-long',
      'event.source-reserved',
      'event.subject-reserved',
      'event.time-missing',
      'event.outside-backfill',
      'event.level-settled',
      'event.conflict',
      'backfill.not-found',
      'backfill.ended',
      'backfill.full',
      'backfill.too-fast',
      'queue.unavailable',
    ],
  },
  'POST /v1/backfills/{name}/close': {
    id: 'closeBackfill',
    description: 'Safe to repeat. What no month reaches back to is looked for, and told of.',
    path,
    query: noParameters,
    answers: ok('The job, closed', backfill),
    problems: [...queryProblems, 'backfill.not-found', 'backfill.ended', 'queue.unavailable'],
  },
  'POST /v1/backfills/{name}/cancel': {
    id: 'cancelBackfill',
    description:
      'Safe to repeat. Nothing is taken out: `POST /v1/corrections` does, with `backfill` in `where`.',
    path,
    query: noParameters,
    answers: ok('The job, cancelled', backfill),
    problems: [...queryProblems, 'backfill.not-found', 'backfill.ended', 'queue.unavailable'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof backfillsRoutes>, Operation>>;
