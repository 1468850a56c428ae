import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { canSubjectsPayIn, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { type BillingPeriod, billingPeriod } from '../../invoicing/billing-period.ts';
import { type Period, timestampOf } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import { lookForUnbilled } from '../unbilled/tell-unbilled.ts';
import { type BegunRun, type RunMessage, sendAll } from './message.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';
import { dueMonths, type MonthProgress, runProgress } from './progress.ts';
import { isStale, searchMonth } from './search-month.ts';
import { waitReasonsOf } from './wait-reasons.ts';

/** As many as one block of the books has room for; of many customers, messages have more. */
const CUSTOMERS_MIN = 100;
/** So many are rated and booked well before a function's time is up. */
const CUSTOMERS_MAX = 1_000;
/** So that several functions have something to do. */
const MESSAGES_WANTED = 16;
/** A queue takes messages of 256 KB. */
const BYTES_MAX = 200_000;

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
  const billing = await tenantBillingOf(ports.rating.settings, message.tenant);
  const run = await begunRun(ports, message, billing);
  if (run === 'nothing-due') return noteWaitReasons(ports, message, []);
  if (message.phase !== 'search') {
    const reached = message.phase === 'begin' ? undefined : message;
    const waitingFor = await waitReasonsOf(ports, run, reached);
    if (waitingFor === 'goes-on') return;
    if (waitingFor.length > 0) return wait(ports, run, waitingFor);
  }
  const from = message.phase === 'search' ? message.partition : 0;
  if ((await searchMonth(ports, run, from)) === 'goes-on') return;
  const due = (await dueIn(ports, run, billing)).filter(({ period }) => isChecked(period, run));
  await noteWaitReasons(ports, run, []);
  await dealOut(ports, run, due);
  await lookForUnbilled(ports, run);
}

/**
 * What has come due since is another run's, as nothing of it has been checked: who came of another calendar, or whose
 * month was voided to be billed again.
 */
const isChecked = ({ start, end }: Period, { checked }: BegunRun): boolean =>
  checked.start <= start && end <= checked.end;

/** The run with what it checks, which is found out once: every customer is walked for it. */
async function begunRun(
  ports: BillingRunPorts,
  message: RunMessage,
  billing: TenantBilling,
): Promise<BegunRun | 'nothing-due'> {
  const { tenant, month, overrides, asked } = message;
  if (message.phase !== 'begin') {
    const { begunAt, checked } = message;
    return { tenant, month, overrides, asked, begunAt, checked };
  }
  const run = { tenant, month, overrides, asked, begunAt: ports.clock.now() };
  const periods = await periodsToCheck(ports, run, billing);
  return periods === 'nothing-due' ? periods : { ...run, checked: spanOf(periods) };
}

function spanOf(periods: readonly Period[]): Period {
  const [start = timestampOf(0)] = periods.map((period) => period.start).sort((a, b) => a - b);
  const [end = start] = periods.map((period) => period.end).sort((a, b) => b - a);
  return { start, end };
}

async function dueIn(
  ports: BillingRunPorts,
  { tenant, month, asked, begunAt }: Omit<BegunRun, 'checked'>,
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
  run: Omit<BegunRun, 'checked'>,
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
  { tenant, month }: Pick<BegunRun, 'tenant' | 'month'>,
  waitingFor: readonly WaitReason[],
): Promise<void> {
  const note = await runs.note(tenant, month);
  await runs.putNote({ ...note, tenant, month, at: clock.now(), waitingFor });
}

/** Those whose usage stands together go together, so that it is read for as many of them at once as a message has. */
async function dealOut(
  { billing }: BillingRunPorts,
  { tenant, month, overrides }: BegunRun,
  due: readonly MonthProgress[],
): Promise<void> {
  const customers = due
    .toSorted((a, b) => a.partition - b.partition)
    .map(({ customer }) => customer);
  await sendAll(
    billing,
    inGroups(customers).map((group) => ({
      kind: 'close',
      tenant,
      month,
      overrides,
      customers: group,
    })),
  );
}

/**
 * Each message reads the totals of the partitions that its customers are in. So of many customers a message has more:
 * then each partition is read a few times a run, however many there are.
 */
function inGroups(customers: readonly string[]): readonly (readonly string[])[] {
  const most = Math.ceil(customers.length / MESSAGES_WANTED);
  const size = Math.min(Math.max(most, CUSTOMERS_MIN), CUSTOMERS_MAX);
  const groups: string[][] = [];
  let [group, bytes]: [string[], number] = [[], 0];
  for (const customer of customers) {
    const own = Buffer.byteLength(JSON.stringify(customer));
    if (group.length === size || bytes + own > BYTES_MAX) {
      [group, bytes] = [[], 0];
    }
    if (group.length === 0) groups.push(group);
    group.push(customer);
    bytes += own;
  }
  return groups.map(inOrderOfNumbers);
}

/** Months of few customers have always been numbered so, whichever subjects their customers have. */
const inOrderOfNumbers = (customers: readonly string[]): readonly string[] =>
  customers
    .toSorted()
    .map((customer) => ({ customer, place: partitionOf(subjectOfKey(customer) ?? customer) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ customer }) => customer);
