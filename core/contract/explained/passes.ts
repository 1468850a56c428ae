import type { ExplainedRejection } from './explained-rejection.ts';

/** Refusals of passes. */
export const passRejections = {
  'pass.not-found': {
    means: 'No pass of this key is offered, or it is archived.',
    fix: 'Take one of `GET /v1/passes`, or offer it with `PUT /v1/passes/{key}`.',
  },
  'pass.changed-meanwhile': {
    means: 'The pass is not as it was when it was looked at, or others were changing it.',
    fix: 'List the passes again, and send what it is to become with its `revision`.',
  },
  'pass.unsuited': {
    means:
      'The meter neither counts nor sums, or has no such dimension; or the payer is charged nothing by it now.',
    fix: 'Name a meter that the plans of payers charge by the unit, and dimensions of it.',
  },
  'pass.too-many': {
    means:
      'The payer has as many passes as there may be, or this one for the month, with units left.',
    fix: 'Let what is left of them be used first.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
