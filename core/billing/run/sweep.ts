import { checkBooks } from '../../books/check.ts';
import type { BooksLog } from '../../books/ports.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { localDate } from '../../invoicing/billing-period.ts';
import { laterMonth, monthOfDate } from '../../kernel/month.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, timestampOf } from '../../kernel/timestamp.ts';
import { announceDocuments } from './documents-message.ts';
import { type BillingMessage, type CheckMessage, type SweepMessage, sendAll } from './message.ts';
import type { BillingRunPorts } from './ports.ts';
import { dueMonths, runProgress } from './progress.ts';
import { recentDocuments } from './recent-documents.ts';
import { isStale } from './search-month.ts';

const TENANTS_PER_PAGE = 100;
/** How many months back a sweep looks for one that was left open. Older ones are billed when a person asks. */
const MONTHS_BACK = 3;
/** So long after it was due, an open month is somebody's business. */
const OVERDUE_MS = millisecondsPer.day;
/** Two days, as books are checked once a day. */
const ANNOUNCED_AGAIN_MS = 2 * millisecondsPer.day;

/**
 * Starts a run for every month of a tenant that is due and open, and says which have been open for too long. Tenants
 * get a message each, so that one whose settings cannot be read holds up no other.
 */
export async function sweep(ports: BillingRunPorts, message: SweepMessage): Promise<void> {
  const { tenant } = message;
  if (tenant === undefined) await eachTenant(ports, (one) => ({ ...message, tenant: one }));
  else await sweepTenant(ports, tenant, message.again);
}

async function eachTenant(
  { rating, billing }: BillingRunPorts,
  messageFor: (tenant: string) => BillingMessage,
): Promise<void> {
  const pages = pagesPast('', async (after) => {
    const { tenants, more } = await rating.settings.listTenants({ after, limit: TENANTS_PER_PAGE });
    return pageUpTo(tenants, (tenant) => tenant, more);
  });
  for await (const tenants of pages) await sendAll(billing, tenants.map(messageFor));
}

async function sweepTenant(ports: BillingRunPorts, tenant: string, again: boolean): Promise<void> {
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  const grace = billing.graceMilliseconds;
  const now = ports.clock.now();
  const current = monthOfDate(localDate(now, utc));
  for (let back = MONTHS_BACK; back >= 1; back -= 1) {
    const month = laterMonth(current, -back);
    const progress = await runProgress(ports, tenant, { month, billing });
    const due = dueMonths(progress, { now, grace, again });
    const isUnseen =
      billing.defaultPlan !== undefined &&
      isStale(await ports.runs.note(tenant, month), { month, billing, now });
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

/**
 * Reads the books of one tenant, or has those of every tenant read; faults are told, never repaired. What was issued
 * since the check before the last is announced once more: whoever issued it may have died before it said so.
 */
export async function checkEveryBook(
  ports: BillingRunPorts & { readonly log: BooksLog },
  { tenant }: CheckMessage,
): Promise<void> {
  if (tenant !== undefined) {
    const blocks = await ports.books.catchUp(tenant);
    const { faults } = await checkBooks(ports, tenant);
    for (const { code, detail } of faults) {
      ports.onNotice({ event: 'books.fault', tenant, code, detail });
    }
    // What is wrong with the books comes first.
    if (faults.length > 0) return;
    const since = timestampOf(ports.clock.now() - ANNOUNCED_AGAIN_MS);
    const ids = await recentDocuments(ports.log, tenant, { blocks, since });
    await announceDocuments(ports.documents, tenant, ids);
    return;
  }
  await eachTenant(ports, (one) => ({ kind: 'check-books', tenant: one }));
}
