import { canSubjectsPayIn, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import type { BillingRunAnswer } from '../../contract/runs/shapes.ts';
import type { Month } from '../../kernel/month.ts';
import { rfc3339, type Timestamp } from '../../kernel/timestamp.ts';
import type { BillingRunPorts, RunNote } from './ports.ts';
import { type MonthProgress, runProgress } from './progress.ts';

type CustomerInRun = BillingRunAnswer['customers'][number];

/** Where a month stands: as a whole, and of every customer by key. */
export type MonthStanding = Pick<
  BillingRunAnswer,
  'status' | 'waitingFor' | 'checkedAt' | 'counts' | 'customers' | 'unassigned'
>;

/**
 * Where a month stands, folded from the books and what is parked; nothing is counted anywhere.
 * @throws Rejection `billing-settings.not-found`
 */
export async function monthStanding(
  ports: Pick<BillingRunPorts, 'rating' | 'cells' | 'runs' | 'clock'>,
  tenant: string,
  month: Month,
): Promise<MonthStanding> {
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  const progress = await runProgress(ports, tenant, { month, billing });
  const now = ports.clock.now();
  const customers = progress.months.map((one) => inRun(one, now));
  const note = await ports.runs.note(tenant, month);
  const { unassigned } = progress;
  return {
    ...standingOf(countsOf(customers), note, canSubjectsPayIn(billing, month)),
    customers,
    unassigned: [...unassigned],
  };
}

/**
 * What is open waits where the last attempt found a reason. Before the first, nobody knows which subjects pay for
 * themselves.
 */
function standingOf(
  counts: BillingRunAnswer['counts'],
  note: RunNote | undefined,
  canSubjectsPay: boolean,
): Pick<BillingRunAnswer, 'status' | 'waitingFor' | 'checkedAt' | 'counts'> {
  const checked = note === undefined ? {} : { checkedAt: rfc3339(note.at) };
  const isUnseen = canSubjectsPay && note?.lookedAt === undefined;
  if (counts.open === 0 && !isUnseen) return { status: 'done', waitingFor: [], ...checked, counts };
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

const countsOf = (all: readonly CustomerInRun[]): BillingRunAnswer['counts'] => {
  const counts = { closed: 0, parked: 0, open: 0, 'not-ended': 0 };
  for (const { status } of all) counts[status] += 1;
  return counts;
};
