import type { AnswerOf, QueryOf } from '../../api.ts';

export type QuarantineEntry = AnswerOf<'GET /v1/quarantine'>['entries'][number];

export const statuses = ['open', 'closed', 'all'] as const;
export const reasons = ['', 'conflict', 'too-old'] as const;

export const reasonNames: Readonly<Record<(typeof reasons)[number], string>> = {
  '': 'any reason',
  conflict: 'conflict: its identity belongs to another event',
  'too-old': 'too old: somebody has to let it in',
};

export interface QuarantineShown {
  readonly status: (typeof statuses)[number];
  readonly reason: (typeof reasons)[number];
}

/** Which entries are shown, from the address: those that are open where it does not say. */
export const quarantineShown = (query: Readonly<Record<string, string>>): QuarantineShown => ({
  status: statuses.find((one) => one === query['status']) ?? 'open',
  reason: reasons.find((one) => one === query['reason']) ?? '',
});

/** The same, as the interface is asked. */
export const quarantineQuestion = ({
  status,
  reason,
}: QuarantineShown): QueryOf<'GET /v1/quarantine'> => ({
  ...(status === 'all' ? {} : { status }),
  ...(reason === '' ? {} : { reason }),
});

/** A conflict would meet the same event again: nobody can let it in. */
export const canRetry = ({ reason, status }: QuarantineEntry): boolean =>
  status === 'open' && reason !== 'conflict';
