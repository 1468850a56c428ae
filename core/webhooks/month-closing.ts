import type { BillingRuns } from '../billing/run/ports.ts';
import { isIdle, type ProgressPorts, RunProgress } from '../billing/run/progress.ts';
import { canSubjectsPayIn, type TenantBilling } from '../catalog/tenant-billing.ts';
import type { Month } from '../kernel/month.ts';
import { type Timestamp, timestampOf } from '../kernel/timestamp.ts';

export interface MonthPorts extends ProgressPorts {
  readonly runs: ProgressPorts['runs'] & Pick<BillingRuns, 'note'>;
}

/** A month of which nobody's is open any more. */
export interface MonthClosing {
  /** When the last of them was closed. */
  readonly at: Timestamp;
  readonly payers: number;
}

/**
 * When everybody's month was closed; undefined while anybody's is open, and where nobody had one. The books say when
 * each was closed, and the catalog, with what the last run noted of subjects that pay for themselves, who there is.
 */
export async function monthClosing(
  ports: MonthPorts,
  tenant: string,
  { month, billing }: { readonly month: Month; readonly billing: TenantBilling },
): Promise<MonthClosing | undefined> {
  const isUnseen =
    canSubjectsPayIn(billing, month) &&
    (await ports.runs.note(tenant, month))?.lookedAt === undefined;
  if (isUnseen) return undefined;
  let [at, payers] = [timestampOf(0), 0];
  for await (const one of new RunProgress(ports, tenant, { month, billing }).months()) {
    if (isIdle(one)) continue;
    if (one.closedBy === undefined) return undefined;
    at = timestampOf(Math.max(at, one.closedBy.issuedAt));
    payers += 1;
  }
  return payers === 0 ? undefined : { at, payers };
}
