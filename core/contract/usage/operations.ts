import { type KeyOf, type Operation, queryProblems } from '../operation.ts';
import { csvDocument } from '../shapes.ts';
import type { usageRoutes } from './routes.ts';
import { dimensionParameter, usage, usageParameters } from './shapes.ts';

/** What any question for usage can be refused with. */
export const usageProblems = [
  ...queryProblems,
  'time-zone.unknown',
  'meter.not-found',
  'customer.not-found',
  'usage.range-malformed',
  'usage.range-too-long',
  'usage.not-aligned',
  'usage.too-many-rows',
  'usage.group-unknown',
] as const;

/** The operations of usage. */
export const usageOperations = {
  'GET /v1/usage': {
    id: 'queryUsage',
    description:
      'Exact sums, whatever the windows and groups; at most 400 days at once. CSV has the rows; what else JSON says is in its headers.',
    query: usageParameters,
    patternQuery: dimensionParameter,
    answers: {
      200: {
        description: 'Usage',
        content: { 'application/json': usage, 'text/csv': csvDocument },
        headers: {
          link: 'Of CSV: the next page, as `rel="next"`.',
          'farthing-partial': 'Of CSV: `true` where JSON says `partial`.',
          'farthing-unreadable': 'Of CSV: what JSON says as `unreadable`.',
        },
      },
    },
    problems: [...usageProblems, 'request.bad-cursor'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof usageRoutes>, Operation>>;
