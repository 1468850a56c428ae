import type { KeyOf } from '../../core/contract/operation.ts';
import type { remindersRoutes } from '../../core/contract/reminders/routes.ts';
import type { Example } from './example.ts';

/** Examples of reminders. */
export const remindersExamples = {
  'GET /v1/reminders': { query: { customer: 'press-review' } },
  'GET /v1/reminders/{id}': { path: { id: 'rem_4113dce1e809974b68f691e8f6d90ecd' } },
  'POST /v1/reminders': { body: { dryRun: true } },
  'POST /v1/invoices/{id}/pauses': {
    path: { id: 'INV-2026-000001' },
    headers: { 'Idempotency-Key': 'ticket-4711' },
    body: { until: '2026-12-15', reason: 'disputed' },
  },
} as const satisfies Readonly<Record<KeyOf<typeof remindersRoutes>, Example>>;
