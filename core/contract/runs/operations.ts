import { bodyProblems, json, type KeyOf, type Operation, ok, queryProblems } from '../operation.ts';
import { monthText, noParameters } from '../shapes.ts';
import type { runsRoutes } from './routes.ts';
import {
  billingRun,
  billingRunBody,
  billingRunParameters,
  billingRunStarted,
  dryRun,
  repeatList,
  repeatsParameters,
} from './shapes.ts';

/** The operations of billing runs. */
export const runsOperations = {
  'POST /v1/billing-runs': {
    id: 'startBillingRun',
    description:
      'Safe to repeat, and to race: a month that is closed stays as it is. While a run of the month is under way, another is not started, unless it overrules a check. `GET /v1/billing-runs/{period}` says how far it is.',
    idempotencyKey: 'taken',
    query: noParameters,
    request: json(billingRunBody),
    answers: {
      200: { description: 'Of a dry run: a page of drafts', content: json(dryRun) },
      202: { description: 'Started, or joined', content: json(billingRunStarted) },
    },
    problems: [
      ...bodyProblems,
      'request.idempotency-key-malformed',
      'request.bad-cursor',
      'period.malformed',
      'period.not-ended',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/billing-runs/{period}': {
    id: 'getBillingRun',
    path: { period: monthText },
    pathProblem: 'period.malformed',
    query: billingRunParameters,
    answers: ok('The run', billingRun),
    problems: [
      ...queryProblems,
      'request.bad-cursor',
      'period.malformed',
      'billing-settings.not-found',
    ],
  },
  'GET /v1/billing-runs/{period}/repeats': {
    id: 'listRepeats',
    description:
      'What the runs of the month have found, by the time of the event that came again: a thousand at most. Both events of each are counted.',
    path: { period: monthText },
    pathProblem: 'period.malformed',
    query: repeatsParameters,
    answers: ok('A page of repeats', repeatList),
    problems: [...queryProblems, 'request.bad-cursor', 'period.malformed'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof runsRoutes>, Operation>>;
