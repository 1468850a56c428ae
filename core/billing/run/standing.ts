import { canSubjectsPayIn, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { BillingRunAnswer } from '../../contract/runs/shapes.ts';
import type { Month } from '../../kernel/month.ts';
import { rfc3339, type Timestamp } from '../../kernel/timestamp.ts';
import { PayerPage } from './payer-page.ts';
import type { BillingRunPorts, RunNote } from './ports.ts';
import { isIdle, type MonthProgress, RunProgress } from './progress.ts';
import { isUnderWay } from './under-way.ts';

type CustomerInRun = BillingRunAnswer['customers'][number];

/** Where a month stands: as a whole, and of a page of its customers by key. */
export interface MonthStanding
  extends Pick<
    BillingRunAnswer,
    'status' | 'waitingFor' | 'checkedAt' | 'counts' | 'customers' | 'unassigned'
  > {
  /** The last customer of the page, where there are more. */
  readonly next: string | undefined;
}

/**
 * Where a month stands, folded from the books and what is parked; nothing is counted anywhere.
 * @throws Rejection `billing-settings.not-found`
 */
export async function monthStanding(
  ports: Pick<BillingRunPorts, 'rating' | 'cells' | 'runs' | 'clock'>,
  tenant: string,
  {
    month,
    status,
    ...page
  }: {
    readonly month: Month;
    /** Of customers that are wanted; undefined for all. */
    readonly status: CustomerInRun['status'] | undefined;
    readonly after: string;
    readonly limit: number;
  },
): Promise<MonthStanding> {
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  const progress = new RunProgress(ports, tenant, { month, billing });
  const now = ports.clock.now();
  const counts = { closed: 0, parked: 0, open: 0, 'not-ended': 0 };
  const wanted = new PayerPage<CustomerInRun>(page);
  for await (const one of progress.months()) {
    if (isIdle(one)) continue;
    const customer = inRun(one, now);
    counts[customer.status] += 1;
    if (status === undefined || customer.status === status) wanted.add(customer);
  }
  const note = await ports.runs.note(tenant, month);
  const { items, next } = wanted.page();
  return {
    ...standingOf(counts, note, {
      canSubjectsPay: canSubjectsPayIn(billing, month),
      isAtWork: isUnderWay(note, ports.clock.now()),
    }),
    customers: [...items],
    unassigned: [...progress.unassigned()],
    next,
  };
}

/**
 * What is open waits where the last attempt found a reason. Before the first, nobody knows which subjects pay for
 * themselves. While a run looks, nothing is done: it may find what there is to do.
 */
function standingOf(
  counts: BillingRunAnswer['counts'],
  note: RunNote | undefined,
  { canSubjectsPay, isAtWork }: { readonly canSubjectsPay: boolean; readonly isAtWork: boolean },
): Pick<BillingRunAnswer, 'status' | 'waitingFor' | 'checkedAt' | 'counts'> {
  const checked = note === undefined ? {} : { checkedAt: rfc3339(note.at) };
  const isUnseen = canSubjectsPay && note?.lookedAt === undefined;
  const isDone = counts.open === 0 && !isUnseen && !isAtWork;
  if (isDone) return { status: 'done', waitingFor: [], ...checked, counts };
  const waitingFor = [...(note?.waitingFor ?? [])];
  return { status: waitingFor.length > 0 ? 'waiting' : 'open', waitingFor, ...checked, counts };
}

function inRun(
  { customer, period, closedBy, parked }: MonthProgress,
  now: Timestamp,
): CustomerInRun {
  if (closedBy !== undefined) {
    const { id, number } = closedBy;
    return { customer, status: 'closed', id, ...(number === undefined ? {} : { number }) };
  }
  if (parked !== undefined) {
    const { code, detail, draft } = parked;
    return {
      customer,
      status: 'parked',
      code,
      detail,
      ...(draft === undefined ? {} : { id: draft.id }),
    };
  }
  return { customer, status: period.end <= now ? 'open' : 'not-ended' };
}
