import { eventProblems } from '../events/operations.ts';
import { json, type KeyOf, type Operation, ok } from '../operation.ts';
import type { lagoRoutes } from './routes.ts';
import { lagoBatchAnswer, lagoBatchBody, lagoEventAnswer, lagoEventBody } from './shapes.ts';

/** The operations that Lago's clients ask for. */
export const lagoOperations = {
  'POST /lago/api/v1/events': {
    id: 'lagoCreateEvent',
    description:
      'The same `transaction_id` and `timestamp` again is the same event, and answered as it was.',
    readBy: 'function',
    request: json(lagoEventBody),
    answers: ok('Accepted', lagoEventAnswer),
    problems: eventProblems,
  },
  'POST /lago/api/v1/events/batch': {
    id: 'lagoCreateBatchEvents',
    description:
      'As one event; where one is wrong, none is accepted, and `error_details` says by its place which.',
    readBy: 'function',
    request: json(lagoBatchBody),
    answers: ok('All are accepted', lagoBatchAnswer),
    problems: [...eventProblems, 'request.some-rejected'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof lagoRoutes>, Operation>>;
