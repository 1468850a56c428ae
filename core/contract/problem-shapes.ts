import * as z from 'zod';
import { meterCounted } from './catalog/meter-shapes.ts';
import { type RejectionCode, rejectionStatus } from './rejection-codes.ts';
import type { ShapeOf, Unchanged } from './shapes.ts';

const code = z
  .enum(Object.keys(rejectionStatus) as [RejectionCode, ...RejectionCode[]])
  .meta({ id: 'RejectionCode', description: 'A stable word for programs.' });

export const rejectedEvent = z
  .object({
    index: z.int().min(0).meta({ description: 'Its place in the request, from 0.' }),
    id: z.string().nullable().meta({ description: 'As sent; null where there was none to read.' }),
    code,
    detail: z.string(),
    param: z.string().optional().meta({ description: 'JSON Pointer into the event.' }),
  })
  .meta({ id: 'RejectedEvent', description: 'An event of a request that was not accepted.' });
export type RejectedEvent = Unchanged<ShapeOf<typeof rejectedEvent>>;

/** What problems of some codes say beside what all say. */
const problemMembers = {
  rejected: z.array(rejectedEvent).optional().meta({
    description: 'Of a request of which nothing was accepted: the events that are wrong, and why.',
  }),
  definition: meterCounted
    .optional()
    .meta({ description: 'Of `meter.already-defined`: the meter as it is.' }),
  subject: z
    .string()
    .optional()
    .meta({ description: 'Of `subject.already-assigned`: the subject.' }),
  customer: z.string().optional().meta({
    description:
      'Of `subject.already-assigned`: the customer that has it; of `payer.not-paying`: who pays.',
  }),
  correction: z.string().optional().meta({
    description: 'Of `correction.already-corrected`: the id of the correction that did it.',
  }),
  retryAfter: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'Of `backfill.too-fast`: in how many seconds to send it again.' }),
  revision: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Of `customer.changed-meanwhile`: the revision there is.' }),
  budget: z
    .string()
    .optional()
    .meta({ description: 'Of `budget.exceeded`: the key of the budget.' }),
  left: z.string().optional().meta({
    description:
      'Of `budget.exceeded`, `wallet.empty` and `token.limit-exceeded`: what is left, in the currency of the payer’s plan with tax, or in units.',
  }),
  resetsAt: z
    .string()
    .optional()
    .meta({ description: 'Of `budget.exceeded`: when the budget begins anew.' }),
};
const problemExtensions = z.object(problemMembers);
/** What a rejection may say beside its detail. */
export type ProblemMembers = Partial<Unchanged<ShapeOf<typeof problemExtensions>>>;

/** What a problem says once more to SDKs of others, as they read it. */
const stripeError = z.object({
  type: z.enum(['invalid_request_error', 'api_error']),
  code,
  message: z.string(),
  param: z.string().optional(),
});
const codesByField = z.record(z.string(), z.array(code));
const problemOfOthers = {
  error: z.union([stripeError, z.string()]).optional().meta({
    description: 'To Stripe’s SDKs alone: the same, as they read it. To Lago’s: the title.',
  }),
  error_details: z
    .record(z.string(), z.union([z.array(code), codesByField]))
    .optional()
    .meta({ description: 'To Lago’s clients alone: codes by field, in a batch by its place.' }),
};

/** RFC 9457. */
export const problem = z
  .object({
    type: z.string().meta({ examples: ['urn:farthing:problem:meter.not-found'] }),
    title: z.string(),
    status: z.int().min(400).max(599),
    code,
    detail: z.string().meta({ description: 'What was wrong, what was received, what to do.' }),
    param: z.string().optional().meta({
      description: 'JSON Pointer into the body, or the name of a header or query parameter.',
    }),
    requestId: z.string(),
    ...problemMembers,
    ...problemOfOthers,
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457).' });
export type Problem = Unchanged<ShapeOf<typeof problem>>;
