import { bodyProblems } from '../operation.ts';

/** What whoever asks of a payer's terms can be refused with. */
export const ofTerms = [
  'billing-settings.not-found',
  'customer.not-found',
  'customer.unpriced',
  'payer.not-paying',
] as const;

/** What a payer can be refused with that asks with its token. */
export const ofToken = ['token.refused', 'token.not-allowed'] as const;

export const ofLog = ['spend.busy', 'spend.too-many'] as const;

/** What can be refused of all that is asked for under a key. */
export const keyed = [
  ...bodyProblems,
  'request.idempotency-key-malformed',
  'request.idempotency-key-reused',
  ...ofLog,
] as const;
