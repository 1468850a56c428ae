import type { BillingRuns } from '../billing/run/ports.ts';
import { isIdle, type ProgressPorts, RunProgress } from '../billing/run/progress.ts';
import { canSubjectsPayIn, type TenantBilling } from '../catalog/tenant-billing.ts';
import type { Month } from '../kernel/month.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';

export interface MonthPorts extends ProgressPorts {
  readonly runs: ProgressPorts['runs'] & Pick<BillingRuns, 'note'>;
}

/** Of payers whose month is closed: how many, and when the last of them was. */
export interface ClosedPayers {
  readonly latest: Timestamp;
  readonly count: number;
}

/** `more`: so far it is closed, and payers past `after` are still to be looked at. */
export type MonthClosing =
  | { readonly kind: 'open' }
  | ({ readonly kind: 'closed' } & ClosedPayers)
  | ({ readonly kind: 'more'; readonly after: string } & ClosedPayers);

/** Where a look at a month begins, or goes on. */
export interface MonthFrom extends ClosedPayers {
  readonly after: string;
}

export const monthBegun: MonthFrom = { after: '', latest: timestampOf(0), count: 0 };

interface Asked {
  readonly month: Month;
  readonly billing: TenantBilling;
  readonly from: MonthFrom;
  /** So many are looked at, at least one. */
  readonly payersMax: number;
}

/**
 * When everybody's month was closed; open while anybody's is, and where nobody had one. The books say when each was
 * closed, and the catalog, with what the last run noted of subjects that pay for themselves, who there is. With it, how
 * many payers were looked at.
 */
export async function monthClosing(
  ports: MonthPorts,
  tenant: string,
  { month, billing, from, payersMax }: Asked,
): Promise<{ readonly closing: MonthClosing; readonly looked: number }> {
  const isUnseen =
    canSubjectsPayIn(billing, month) &&
    (await ports.runs.note(tenant, month))?.lookedAt === undefined;
  if (isUnseen) return { closing: { kind: 'open' }, looked: 0 };
  let { after, latest, count } = from;
  let looked = 0;
  for await (const one of new RunProgress(ports, tenant, { month, billing }).months(after)) {
    if (looked >= Math.max(payersMax, 1)) {
      return { closing: { kind: 'more', after, latest, count }, looked };
    }
    looked += 1;
    after = one.customer;
    if (isIdle(one)) continue;
    if (one.closedBy === undefined) return { closing: { kind: 'open' }, looked };
    latest = timestampOf(Math.max(latest, one.closedBy.issuedAt));
    count += 1;
  }
  return { closing: count === 0 ? { kind: 'open' } : { kind: 'closed', latest, count }, looked };
}
