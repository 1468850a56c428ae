import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { noParameters } from '../shapes.ts';
import { correctionDryRun } from './dry-run.ts';
import type { correctionsRoutes } from './routes.ts';
import {
  correction,
  correctionDryRunRequest,
  correctionId,
  correctionList,
  correctionParameters,
  correctionRequest,
  takeBackRequest,
} from './shapes.ts';

/** The operations of corrections. */
export const correctionsOperations = {
  'POST /v1/corrections': {
    id: 'correctUsage',
    description:
      'Usage follows within seconds; of closed months, the next invoices have adjustments. Nothing is deleted: what corrects an event is another one beside it. A repeat with the same key corrects nothing more.',
    idempotencyKey: 'needed',
    query: noParameters,
    request: json(correctionRequest),
    answers: { 201: { description: 'The correction', content: json(correction) } },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-missing',
      'request.idempotency-key-malformed',
      'request.idempotency-key-reused',
      'usage.range-malformed',
      'usage.range-too-long',
      'meter.not-found',
      'correction.event-not-found',
      'correction.event-ambiguous',
      'correction.already-corrected',
      'correction.of-charge',
      'correction.level-settled',
      'queue.unavailable',
    ],
  },
  'POST /v1/corrections/dry-run': {
    id: 'dryRunCorrection',
    description:
      'Takes what `POST /v1/corrections` takes, or a correction to be taken back, refuses what doing it would refuse, and writes nothing. It looks at as many events as one request corrects; `upTo` says where it stopped, if there are more.',
    query: noParameters,
    request: json(correctionDryRunRequest),
    answers: ok('What it would do', correctionDryRun),
    problems: [
      ...bodyProblems,
      'usage.range-malformed',
      'usage.range-too-long',
      'usage.too-many-rows',
      'meter.not-found',
      'correction.event-not-found',
      'correction.event-ambiguous',
      'correction.already-corrected',
      'correction.of-charge',
      'correction.level-settled',
      'correction.not-found',
      'correction.running',
    ],
  },
  'GET /v1/corrections': {
    id: 'listCorrections',
    query: correctionParameters,
    answers: ok('A page of corrections', correctionList),
    problems: [...queryProblems, 'request.bad-cursor'],
  },
  'GET /v1/corrections/{id}': {
    id: 'getCorrection',
    path: { id: correctionId },
    query: noParameters,
    answers: ok('The correction', correction),
    problems: [...queryProblems, 'correction.not-found'],
  },
  'POST /v1/corrections/{id}/take-back': {
    id: 'takeBackCorrection',
    description: 'Safe to repeat. What another correction has corrected meanwhile stays so.',
    path: { id: correctionId },
    query: noParameters,
    request: json(takeBackRequest),
    answers: ok('The correction, taken back', correction),
    problems: [...bodyProblems, 'correction.not-found', 'correction.running', 'queue.unavailable'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof correctionsRoutes>, Operation>>;
