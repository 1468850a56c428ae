import {
  canSubjectsPayIn,
  type TenantBilling,
  tenantBillingOf,
} from '../../catalog/tenant-billing.ts';
import { laterMonth, monthOfDate } from '../../kernel/month.ts';
import { localDate, utc } from '../../kernel/time-zone.ts';
import { millisecondsPer } from '../../kernel/timestamp.ts';
import { heldMonths, monthsBack, monthsSwept, olderThan } from './due-months.ts';
import { eachTenant } from './each-tenant.ts';
import { type SweepMessage, sendAll } from './message.ts';
import type { BillingRunPorts } from './ports.ts';
import { dueMonths, runProgress } from './progress.ts';
import { isStale } from './search-month.ts';

/** So long after it was due, an open month is somebody's business. */
const OVERDUE_MS = millisecondsPer.day;

/**
 * Starts a run for every month of a tenant that is due and open, and says which have been open for too long. Of months
 * longer ago, what waits for a person is tried again once a day, and told of. Tenants get a message each, so that one
 * whose settings cannot be read holds up no other.
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
  const recent = monthsSwept(monthsReachedBack);
  if (again) await tryHeld(ports, tenant, { billing, recent });
  // A month is searched again while its usage can still come.
  for (let back = recent; back >= 1; back -= 1) {
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

const CUSTOMERS_PER_MESSAGE = 100;

/**
 * Goes on with what waits of older months, and with nothing else: who was no customer then gets no bill for them. A
 * parked month needs no recount, as that was done before it was parked.
 */
async function tryHeld(
  ports: BillingRunPorts,
  tenant: string,
  { billing, recent }: { readonly billing: TenantBilling; readonly recent: number },
): Promise<void> {
  const months = monthsBack(ports.clock.now(), olderThan(recent));
  for (const { month, waitingFor } of await heldMonths(ports, tenant, months)) {
    const progress = await runProgress(ports, tenant, { month, billing });
    const due = dueMonths(progress, { now: ports.clock.now(), grace: 0, again: true });
    const parked = due.flatMap((one) => (one.parked === undefined ? [] : [one.customer]));
    if (waitingFor.length > 0 ? due.length === 0 : parked.length === 0) continue;
    const facts = { tenant, month, overrides: [] };
    const groups = Array.from(
      { length: Math.ceil(parked.length / CUSTOMERS_PER_MESSAGE) },
      (_, at) => parked.slice(at * CUSTOMERS_PER_MESSAGE, (at + 1) * CUSTOMERS_PER_MESSAGE),
    );
    await sendAll(
      ports.billing,
      waitingFor.length > 0
        ? [{ kind: 'run', phase: 'begin', ...facts, asked: false }]
        : groups.map((customers) => ({ kind: 'close', ...facts, customers })),
    );
    const detail =
      waitingFor[0]?.detail ??
      `${parked.length} customers' ${month} waits for a person, such as ${parked[0] ?? ''}`;
    ports.onNotice({ event: 'billing.overdue', tenant, period: month, detail });
  }
}
