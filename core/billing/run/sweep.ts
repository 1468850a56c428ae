import { canSubjectsPayIn, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { localDate } from '../../invoicing/billing-period.ts';
import { laterMonth, monthOfDate } from '../../kernel/month.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { eachTenant } from './each-tenant.ts';
import { type SweepMessage, sendAll } from './message.ts';
import type { BillingRunPorts } from './ports.ts';
import { dueMonths, runProgress } from './progress.ts';
import { isStale } from './search-month.ts';

/** How many months back a sweep looks for one that was left open. Older ones are billed when a person asks. */
const MONTHS_BACK = 3;
/** So long after it was due, an open month is somebody's business. */
const OVERDUE_MS = millisecondsPer.day;

/**
 * Starts a run for every month of a tenant that is due and open, and says which have been open for too long. Tenants
 * get a message each, so that one whose settings cannot be read holds up no other.
 */
export async function sweep(ports: BillingRunPorts, message: SweepMessage): Promise<void> {
  const { tenant } = message;
  if (tenant === undefined) await eachTenant(ports, (one) => ({ ...message, tenant: one }));
  else await sweepTenant(ports, tenant, message.again);
}

async function sweepTenant(ports: BillingRunPorts, tenant: string, again: boolean): Promise<void> {
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  const grace = billing.graceMilliseconds;
  const now = ports.clock.now();
  const current = monthOfDate(localDate(now, utc));
  const { monthsReachedBack } = ports.rating;
  // A month is searched again while its usage can still come.
  for (let back = Math.max(MONTHS_BACK, monthsReachedBack + 1); back >= 1; back -= 1) {
    const month = laterMonth(current, -back);
    const progress = await runProgress(ports, tenant, { month, billing });
    const due = dueMonths(progress, { now, grace, again });
    const isUnseen =
      canSubjectsPayIn(billing, month) &&
      isStale(await ports.runs.note(tenant, month), { month, billing, now, monthsReachedBack });
    if (due.length > 0 || isUnseen) {
      await sendAll(ports.billing, [
        { kind: 'run', phase: 'begin', tenant, month, overrides: [], asked: false },
      ]);
    }
    const overdue = dueMonths(progress, { now, grace: grace + OVERDUE_MS, again: false });
    if (overdue.length > 0) {
      const detail = `${overdue.length} customers' ${month} is due and not billed, such as ${overdue[0]?.customer ?? ''}`;
      ports.onNotice({ event: 'billing.overdue', tenant, period: month, detail });
    }
  }
}
