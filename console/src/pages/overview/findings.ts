import type { AnswerOf } from '../../api.ts';
import { linkTo } from '../../place.ts';
import { counted } from '../../words.ts';

/** Something that a person should look at, and where. */
export interface Finding {
  readonly text: string;
  readonly link: string;
  readonly tone: 'bad' | 'waiting';
}

/** A page of what may be longer: `50 or more`. */
const atLeast = (items: readonly unknown[], next: string | undefined, noun: string): string =>
  next === undefined ? counted(items.length, noun) : `${items.length} or more ${noun}s`;

/** Where nothing was found so far, and there is more: nobody has looked at all of it. */
const unlooked = (text: string, link: string, next: string | undefined): readonly Finding[] =>
  next === undefined ? [] : [{ text: `Not all ${text}.`, link, tone: 'waiting' }];

export function quarantineFindings({
  entries,
  nextCursor,
}: AnswerOf<'GET /v1/quarantine'>): readonly Finding[] {
  const link = linkTo('events', undefined, { show: 'quarantine' });
  if (entries.length === 0)
    return unlooked('events in quarantine were looked at', link, nextCursor);
  const text = `${atLeast(entries, nextCursor, 'event')} in quarantine: not counted until somebody decides.`;
  return [{ text, link, tone: 'bad' }];
}

/** What holds the run of a month, and whose month waits for a person. */
export function runFindings({
  period,
  status,
  waitingFor,
  counts,
}: AnswerOf<'GET /v1/billing-runs/{period}'>): readonly Finding[] {
  const link = linkTo('runs', period);
  const waits = waitingFor.map(({ detail }): Finding => {
    return { text: `The billing of ${period} waits: ${detail}.`, link, tone: 'bad' };
  });
  const parked = `${counted(counts.parked, 'draft')} of ${period} to look at and issue.`;
  const open = `${counted(counts.open, 'customer')} of ${period} to be billed.`;
  return [
    ...waits,
    ...(counts.parked > 0 ? [{ text: parked, link, tone: 'waiting' } as const] : []),
    ...(counts.open > 0 && status === 'open'
      ? [{ text: open, link, tone: 'waiting' } as const]
      : []),
  ];
}

/** Whether nobody has accepted that it is not billed. */
export const isOpen = ({ accepted }: AnswerOf<'GET /v1/unbilled'>['rows'][number]): boolean =>
  accepted === undefined;

/** Usage that is in no invoice, but for what somebody has accepted so. */
export function unbilledFindings(
  period: string,
  { rows, nextCursor }: AnswerOf<'GET /v1/unbilled'>,
): readonly Finding[] {
  const open = rows.filter(isOpen);
  const link = linkTo('runs', period);
  if (open.length === 0) return unlooked(`usage of ${period} was looked at`, link, nextCursor);
  const [{ meter, subject, customer } = { meter: '' }] = open;
  const text = `Not all usage of ${period} is billed, such as ${meter} of ${subject ?? customer ?? 'nobody'}.`;
  return [{ text, link, tone: 'bad' }];
}

export function overdueFindings({
  invoices,
  nextCursor,
}: AnswerOf<'GET /v1/invoices'>): readonly Finding[] {
  const link = linkTo('invoices', undefined, { status: 'overdue' });
  if (invoices.length === 0)
    return unlooked('invoices were looked at, whether they are overdue', link, nextCursor);
  const text = `${atLeast(invoices, nextCursor, 'invoice')} overdue.`;
  return [{ text, link, tone: 'waiting' }];
}

/** Runs of payouts that wait for a person, of the latest. */
export const payoutFindings = ({ runs }: AnswerOf<'GET /v1/payout-runs'>): readonly Finding[] =>
  runs.flatMap(({ id, status }): readonly Finding[] => {
    const waits = payoutWaits[status];
    if (waits === undefined) return [];
    const text = `The payouts of ${id} wait to be ${waits}.`;
    return [{ text, link: linkTo('payouts', id), tone: 'waiting' }];
  });

const payoutWaits: Readonly<
  Partial<Record<AnswerOf<'GET /v1/payout-runs/{id}'>['status'], string>>
> = {
  prepared: 'approved',
  approved: 'submitted',
  submitting: 'submitted again, to go on',
};

/** `overdue` of a stack without a schedule behind it says little: it is told, not alarming. */
export function reconciliationFindings({
  status,
  endedAt,
  comparisons,
}: AnswerOf<'GET /v1/reconciliation'>): readonly Finding[] {
  const link = linkTo('books');
  // Of a stack that is not a day old, none has ended yet.
  if (status === 'agrees' || (status === 'overdue' && endedAt === undefined)) return [];
  if (status === 'overdue') {
    return [{ text: 'Books and totals were not compared for 30 hours.', link, tone: 'waiting' }];
  }
  return comparisons
    .filter(({ differing }) => differing > 0)
    .map(({ kind, differing }) => ({
      ...{ text: `${kind}: ${counted(differing, 'difference')} found.`, link, tone: 'bad' },
    }));
}
