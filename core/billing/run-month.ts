import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { partitionOf } from '../metering/log-key.ts';
import type { Quarantine } from '../metering/ports.ts';
import { subjectOfKey } from './billed-customer.ts';
import { hourDrift } from './reconcile.ts';
import { type RunMessage, sendAll } from './run-message.ts';
import type { BillingRunPorts, RunHold, RunNote } from './run-ports.ts';
import { dueMonths, type MonthProgress, type RunProgress, runProgress } from './run-progress.ts';
import { tenantBillingOf } from './tenant-billing.ts';

/** So that one message is worked off within seconds, however long the month. */
const HOURS_PER_MESSAGE = 96;
/** Totals may lag behind the log by a minute or so: a difference counts when it is still there. */
const TRIES_MAX = 3;
/** As many as one block of the books has room for. */
const CUSTOMERS_PER_MESSAGE = 100;
const QUARANTINE_PAGE = 100;

/**
 * One step of a tenant's month: recounts some hours and sends on the rest or, after the last, deals the customers out. Nothing is
 * kept between the steps but the message itself, so any of them can be repeated; a month dealt out twice is closed once, as the
 * books see to it.
 */
export async function runMonth(ports: BillingRunPorts, message: RunMessage): Promise<void> {
  const { tenant, period, asked } = message;
  const billing = await tenantBillingOf(ports.rating.settings, tenant);
  const progress = await runProgress(ports, tenant, { period, billing });
  const grace = asked ? 0 : billing.graceMilliseconds;
  const due = dueMonths(progress, { now: ports.clock.now(), grace, again: true });
  if (due.length === 0) {
    await ports.runs.putNote(noteOf(ports, message, progress, []));
    return;
  }
  const recounted = await recount(ports, message, due);
  if (recounted === 'goes-on') return;
  const open = await openInQuarantine(ports.quarantine, tenant, due);
  const holds = [recounted, open].filter(
    (hold) => hold !== undefined && !message.overrides.some(({ check }) => check === hold.code),
  ) as RunHold[];
  await ports.runs.putNote(noteOf(ports, message, progress, holds));
  for (const { code, detail } of holds) {
    ports.onNotice({ event: `billing.${code}`, tenant, period, code, detail });
  }
  if (holds.length === 0) await dealOut(ports, message, due);
}

const noteOf = (
  { clock }: BillingRunPorts,
  { tenant, period }: RunMessage,
  { unassigned }: RunProgress,
  holds: readonly RunHold[],
): RunNote => ({
  tenant,
  period,
  at: clock.now(),
  holds,
  unassigned: unassigned.slice(0, 100),
});

/** Undefined when every hour is as the log says; otherwise what is not, or that a later message goes on. */
async function recount(
  ports: BillingRunPorts,
  message: RunMessage,
  due: readonly MonthProgress[],
): Promise<RunHold | 'goes-on' | undefined> {
  if (message.overrides.some(({ check }) => check === 'unreconciled')) return undefined;
  const { from, to } = hoursOf(due);
  const begin = Math.max(message.hour ?? from, from);
  const end = Math.min(begin + HOURS_PER_MESSAGE, to);
  for (let hour = begin; hour < end; hour += 1) {
    const drift = await hourDrift(ports.rating, message.tenant, hour);
    if (drift === undefined) continue;
    const tries = (message.hour === hour ? (message.tries ?? 0) : 0) + 1;
    if (tries >= TRIES_MAX) return { code: 'unreconciled', detail: drift };
    await sendAll(ports.later, [{ ...message, hour, tries }]);
    return 'goes-on';
  }
  if (end >= to) return undefined;
  await sendAll(ports.billing, [{ ...message, hour: end, tries: 0 }]);
  return 'goes-on';
}

function boundsOf(due: readonly MonthProgress[]): { start: Timestamp; end: Timestamp } {
  const starts = due.map(({ period }) => period.start).sort((a, b) => a - b);
  const ends = due.map(({ period }) => period.end).sort((a, b) => b - a);
  const [start, end] = [starts[0], ends[0]];
  if (start === undefined || end === undefined) throw new Error('bound at least one month');
  return { start, end };
}

function hoursOf(due: readonly MonthProgress[]): { readonly from: number; readonly to: number } {
  const { start, end } = boundsOf(due);
  return {
    from: Math.floor(start / millisecondsPer.hour),
    to: Math.ceil(end / millisecondsPer.hour),
  };
}

async function openInQuarantine(
  quarantine: Quarantine,
  tenant: string,
  due: readonly MonthProgress[],
): Promise<RunHold | undefined> {
  const { start, end } = boundsOf(due);
  let after = '';
  for (;;) {
    const entries = await quarantine.list(tenant, { after, limit: QUARANTINE_PAGE });
    const open = entries.find(
      ({ status, event: { occurredAt } }) =>
        status === 'open' && start <= occurredAt && occurredAt < end,
    );
    if (open !== undefined) {
      const detail = `retry or dismiss what is in quarantine of the month, such as ${open.id}`;
      return { code: 'quarantine-open', detail };
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < QUARANTINE_PAGE) return undefined;
    after = last.id;
  }
}

async function dealOut(
  { billing }: BillingRunPorts,
  { tenant, period, overrides }: RunMessage,
  due: readonly MonthProgress[],
): Promise<void> {
  // What is parked already is tried again: what stood in its way may be gone, and a note is only replaced.
  const customers = byPartition(due.map(({ customer }) => customer));
  const groups = Array.from(
    { length: Math.ceil(customers.length / CUSTOMERS_PER_MESSAGE) },
    (_, index) =>
      customers.slice(index * CUSTOMERS_PER_MESSAGE, (index + 1) * CUSTOMERS_PER_MESSAGE),
  );
  await sendAll(
    billing,
    groups.map((group) => ({
      kind: 'close',
      tenant,
      period,
      overrides,
      customers: group,
    })),
  );
}

/**
 * Those whose usage stands together beside each other, so that it is read for as many of them at once as a message has. A customer that
 * lists other subjects than itself stands anywhere.
 */
const byPartition = (customers: readonly string[]): readonly string[] =>
  customers
    .map((customer) => ({ customer, partition: partitionOf(subjectOfKey(customer) ?? customer) }))
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ customer }) => customer);
