import type { AnswerOf } from '../../api.ts';

export type Run = AnswerOf<'GET /v1/billing-runs/{period}'>;
export type Check = Run['waitingFor'][number]['code'];

/** What a person can do about a check that holds a run. */
export const checkAdvice: Readonly<Record<Check, string>> = {
  unreconciled:
    'Totals are not what the log comes to: they are folded again; then start the run again.',
  'quarantine-open': 'Retry or dismiss what is in quarantine; then start the run again.',
  'identity-repeated':
    'The same source and id came with two times: see what was sent twice. Billing with it is a decision of yours.',
};

/** Whether nobody's month has ended: nothing can be billed of it, and nothing is left to do. */
export const isRunning = (counts: Run['counts']): boolean =>
  counts['not-ended'] > 0 && counts.closed + counts.parked + counts.open === 0;
