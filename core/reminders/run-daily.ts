import type { BillingSettings } from '../catalog/ports.ts';
import { tenantBillingFrom } from '../catalog/tenant-billing.ts';
import { pagesPast, pageUpTo } from '../kernel/pages.ts';
import type { Queue } from '../kernel/queue.ts';
import { localHour } from '../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { type RemindMessage, sendAll } from '../rails/message.ts';
import { type RemindingPorts, remind } from './remind.ts';

/** What daily runs are worked off with. */
export interface ReminderRunPorts extends RemindingPorts {
  readonly queue: Queue;
}

const TENANTS_PER_PAGE = 100;
/** The schedule looks four times an hour: the first of these is the one that counts. */
const LOOK_MS = 15 * millisecondsPer.minute;
const REMINDERS_PER_MESSAGE = 500;

/** Puts a message on the queue for each tenant, once in each hour: whose hour it is, its own message finds out. */
export async function remindEverywhere(
  { settings, queue }: { readonly settings: BillingSettings; readonly queue: Queue },
  at: Timestamp,
): Promise<void> {
  if (at % millisecondsPer.hour >= LOOK_MS) return;
  const pages = pagesPast('', async (after) => {
    const { tenants, more } = await settings.listTenants({ after, limit: TENANTS_PER_PAGE });
    return pageUpTo(tenants, (tenant) => tenant, more);
  });
  for await (const tenants of pages) {
    await sendAll(
      queue,
      tenants.map((tenant) => ({ kind: 'remind', tenant, at, after: undefined }) as const),
    );
  }
}

/**
 * The run of a tenant's day, where its hour is that of the message. A run that was missed is made up for by the next
 * day's, and one that comes twice finds nothing to make.
 */
export async function remindDaily(
  ports: ReminderRunPorts,
  { tenant, at, after }: RemindMessage,
): Promise<void> {
  const record = await ports.settings.get(tenant);
  if (record === undefined) return;
  const { reminders, policy } = tenantBillingFrom(record.body);
  if (reminders?.atHour === undefined || reminders.atHour !== localHour(at, policy.timeZone))
    return;
  const { next } = await remind(ports, tenant, { after, limit: REMINDERS_PER_MESSAGE });
  if (next !== undefined) await sendAll(ports.queue, [{ kind: 'remind', tenant, at, after: next }]);
}
