import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { canSubjectsPayIn, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { type BillingPeriod, billingPeriod } from '../../invoicing/billing-period.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import { lookForUnbilled } from '../unbilled/tell-unbilled.ts';
import { type BegunRun, type RunMessage, sendAll } from './message.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';
import { dueMonths, type MonthProgress, runProgress } from './progress.ts';
import { isStale, searchMonth } from './search-month.ts';
import { waitReasonsOf } from './wait-reasons.ts';

/** As many as one block of the books has room for. */
const CUSTOMERS_PER_MESSAGE = 100;

/**
 * One step of a tenant's month: recounts some hours, or looks through it for repeats, or searches some partitions for
 * who has used it, and sends on the rest or, after the last, deals the customers out. Nothing that decides is kept
 * between the steps but the message itself, so any of them can be repeated; a month dealt out twice is closed once, as
 * the books see to it.
 *
 * It is searched after it is recounted: then the totals have every event that the log had, and nobody is
 * overlooked.
 */
export async function runMonth(ports: BillingRunPorts, message: RunMessage): Promise<void> {
  const run = begunRun(message, ports.clock.now());
  const billing = await tenantBillingOf(ports.rating.settings, run.tenant);
  if (message.phase !== 'search') {
    const periods = await periodsToCheck(ports, run, billing);
    if (periods === 'nothing-due') return noteWaitReasons(ports, run, []);
    const reached = message.phase === 'begin' ? undefined : message;
    const waitingFor = await waitReasonsOf(ports, run, { periods, reached });
    if (waitingFor === 'goes-on') return;
    if (waitingFor.length > 0) return wait(ports, run, waitingFor);
  }
  const from = message.phase === 'search' ? message.partition : 0;
  if ((await searchMonth(ports, run, from)) === 'goes-on') return;
  const due = await dueIn(ports, run, billing);
  await noteWaitReasons(ports, run, []);
  await dealOut(ports, run, due);
  await lookForUnbilled(ports, run.tenant, run.month);
}

function begunRun(message: RunMessage, now: Timestamp): BegunRun {
  const { tenant, month, overrides, asked } = message;
  const begunAt = message.phase === 'begin' ? now : message.begunAt;
  return { tenant, month, overrides, asked, begunAt };
}

async function dueIn(
  ports: BillingRunPorts,
  { tenant, month, asked, begunAt }: BegunRun,
  billing: TenantBilling,
): Promise<readonly MonthProgress[]> {
  const progress = await runProgress(ports, tenant, { month, billing });
  const grace = asked ? 0 : billing.graceMilliseconds;
  // What is parked already is tried again: what stood in its way may be gone, and a note is only replaced.
  const months = [...progress.months, ...progress.idle];
  return dueMonths({ months }, { now: begunAt, grace, again: true });
}

/** The months, in their time zones, that must hold before anything of them is closed. */
async function periodsToCheck(
  ports: BillingRunPorts,
  run: BegunRun,
  billing: TenantBilling,
): Promise<readonly BillingPeriod[] | 'nothing-due'> {
  const { tenant, month, asked } = run;
  const due = (await dueIn(ports, run, billing)).map(({ period }) => period);
  const now = ports.clock.now();
  const isUnseen =
    asked ||
    isStale(await ports.runs.note(tenant, month), {
      month,
      billing,
      now,
      monthsReachedBack: ports.rating.monthsReachedBack,
    });
  if (!isUnseen) return due.length === 0 ? 'nothing-due' : due;
  // Subjects that pay for themselves may be found, and are billed by the seller's calendar.
  return !canSubjectsPayIn(billing, month)
    ? due
    : [...due, billingPeriod(month, billing.policy.timeZone)];
}

async function wait(
  ports: BillingRunPorts,
  run: BegunRun,
  waitingFor: readonly WaitReason[],
): Promise<void> {
  const { tenant, month } = run;
  await noteWaitReasons(ports, run, waitingFor);
  for (const { code, detail } of waitingFor) {
    ports.onNotice({ event: `billing.${code}`, tenant, period: month, code, detail });
  }
}

async function noteWaitReasons(
  { runs, clock }: BillingRunPorts,
  { tenant, month }: BegunRun,
  waitingFor: readonly WaitReason[],
): Promise<void> {
  const note = await runs.note(tenant, month);
  await runs.putNote({ ...note, tenant, month, at: clock.now(), waitingFor });
}

async function dealOut(
  { billing }: BillingRunPorts,
  { tenant, month, overrides }: BegunRun,
  due: readonly MonthProgress[],
): Promise<void> {
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
      month,
      overrides,
      customers: group,
    })),
  );
}

/**
 * Those whose usage stands together beside each other, so that it is read for as many of them at once as a message has.
 * A customer that lists other subjects than itself stands anywhere.
 */
const byPartition = (customers: readonly string[]): readonly string[] =>
  customers
    .map((customer) => ({ customer, partition: partitionOf(subjectOfKey(customer) ?? customer) }))
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ customer }) => customer);
