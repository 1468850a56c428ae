import { eventProblems } from '../events/operations.ts';
import { type KeyOf, type Operation, ok } from '../operation.ts';
import type { stripeRoutes } from './routes.ts';
import { stripeMeterEvent, stripeMeterEventForm } from './shapes.ts';

/** The operation that Stripe's SDKs ask for. */
export const stripeOperations = {
  'POST /v1/billing/meter_events': {
    id: 'stripeCreateMeterEvent',
    description:
      'One event, as a form. The same `identifier` and `timestamp` again is the same event, and answered as it was. Refusals have an `error`, as Stripe’s do.',
    idempotencyKey: 'taken',
    readBy: 'function',
    request: { 'application/x-www-form-urlencoded': stripeMeterEventForm },
    answers: ok('Accepted', stripeMeterEvent),
    problems: [...eventProblems, 'request.idempotency-key-malformed'],
  },
} as const satisfies Readonly<Record<KeyOf<typeof stripeRoutes>, Operation>>;
