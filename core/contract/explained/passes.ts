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
  'private-pass.not-found': {
    means: 'No private pass of this key is offered.',
    fix: 'Take one of `GET /v1/private-passes`, or offer it with `PUT /v1/private-passes/{key}`.',
  },
  'private-pass.changed-meanwhile': {
    means: 'The private pass is not as it was when it was looked at, or others were changing it.',
    fix: 'List the private passes again, and send what it is to become with its `revision`.',
  },
  'private-pass.unsuited': {
    means: 'The meter of the private pass neither counts nor sums.',
    fix: 'Name a meter that the default plan charges by the unit.',
  },
  'private-pass.ended': {
    means: 'The requests were made for a key that is not sold any more, or is of something else.',
    fix: 'Make new requests for the key that `GET /v1/private-passes` lists now.',
  },
  'private-pass.refused': {
    means: 'What was to be paid with was used for something else, so these requests were not paid.',
    fix: 'Make new requests, and send those.',
  },
  'private-token.refused': {
    means: 'The private token is not of this seller, not for this, or was not signed.',
    fix: 'Pay by one of the offers that come with it, or with a token of the key that is listed.',
  },
  'private-token.ended': {
    means: 'The months in which the private token could be used are over.',
    fix: 'Buy new ones.',
  },
  'private-token.used': {
    means: 'The private token was used, or something is being served for it.',
    fix: 'Pay with another one. Where serving failed, the same can be used again.',
  },
  'private-token.crowd-small': {
    means: 'So few have bought private tokens of its month that one would tell who uses it.',
    fix: 'Keep it, and use it later in the month or in the next one.',
  },
} as const satisfies Readonly<Record<string, ExplainedRejection>>;
