import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { canSubjectsPayIn, tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import { type Period, timestampOf } from '../../kernel/timestamp.ts';
import { lookForUnbilled } from '../unbilled/tell-unbilled.ts';
import { dealOut } from './deal-out.ts';
import { type BegunRun, type RunMessage, sendAll } from './message.ts';
import { park } from './park.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';
import { type MonthProgress, RunProgress } from './progress.ts';
import { type QuarantinedPayers, quarantinedPayers, quarantineOpen } from './quarantined-payers.ts';
import { isStale, searchMonth } from './search-month.ts';
import { noteAtEnd, noteUnderWay } from './under-way.ts';
import { isOverruled, waitReasonsOf } from './wait-reasons.ts';

/**
 * One step of a tenant's month: recounts some hours, or looks through it for repeats, or searches some partitions for
 * who has used it, and sends on the rest or, after the last, deals the customers out. Nothing that decides is kept
 * between the steps but the message itself, so any of them can be repeated; a month dealt out twice is closed once, as
 * the books see to it.
 *
 * It is searched after it is recounted: then the totals have every event that the log had, and nobody is
 * overlooked. Whose events are open in quarantine is asked last: their months are parked, and all others closed.
 */
export async function runMonth(ports: BillingRunPorts, message: RunMessage): Promise<void> {
  const billing = await tenantBillingOf(ports.rating.settings, message.tenant);
  const run = await begunRun(ports, message, billing);
  if (run === 'nothing-due') return noteWaitReasons(ports, message, []);
  await noteUnderWay(ports, run);
  if (message.phase !== 'search') {
    const reached = message.phase === 'begin' ? undefined : message;
    const waitingFor = await waitReasonsOf(ports, run, reached);
    if (waitingFor === 'goes-on') return;
    if (waitingFor.length > 0) return wait(ports, run, waitingFor);
  }
  const from = message.phase === 'search' ? message.partition : 0;
  if ((await searchMonth(ports, run, from)) === 'goes-on') return;
  const quarantined = await quarantinedIn(ports, run);
  if (quarantined?.everybody !== undefined) {
    return wait(ports, run, [{ code: quarantineOpen, detail: quarantined.everybody }]);
  }
  await noteWaitReasons(ports, run, []);
  const due = withoutQuarantined(ports, run, {
    due: dueAndChecked(ports, run, billing),
    quarantined,
  });
  await dealOut(due, (groups) => sendGroups(ports, run, groups));
  await lookForUnbilled(ports, run);
}

const sendGroups = (
  { billing }: Pick<BillingRunPorts, 'billing'>,
  { tenant, month, overrides }: BegunRun,
  groups: readonly (readonly string[])[],
): Promise<void> =>
  sendAll(
    billing,
    groups.map((customers) => ({ kind: 'close', tenant, month, overrides, customers })),
  );

/** Whose month waits for what is in quarantine; nobody's where a person has overruled that. */
const quarantinedIn = async (
  ports: BillingRunPorts,
  run: BegunRun,
): Promise<QuarantinedPayers | undefined> =>
  isOverruled(run, quarantineOpen) ? undefined : quarantinedPayers(ports, run.tenant, run.checked);

/**
 * What is due but for payers with something in quarantine: their months are parked. Where one was parked for something
 * else after a person had overruled that for it, it stays overruled, and goes on by itself.
 */
async function* withoutQuarantined(
  ports: BillingRunPorts,
  run: BegunRun,
  {
    due,
    quarantined,
  }: {
    readonly due: AsyncIterable<MonthProgress>;
    readonly quarantined: QuarantinedPayers | undefined;
  },
): AsyncGenerator<MonthProgress> {
  let [count, first] = [0, ''];
  for await (const one of due) {
    const { customer, period } = one;
    const detail = quarantined?.reasonFor(customer, period);
    if (detail === undefined) {
      yield one;
      continue;
    }
    const overrule = one.parked?.overrides?.find(({ check }) => check === quarantineOpen);
    if (overrule !== undefined) {
      await sendGroups(ports, { ...run, overrides: [...run.overrides, overrule] }, [[customer]]);
      continue;
    }
    count += 1;
    if (count === 1) first = customer;
    await park(ports, run, { customer, code: quarantineOpen, detail });
  }
  if (count === 0) return;
  const { tenant, month } = run;
  const detail = `the ${month} of ${count} payers waits for what is in quarantine, such as that of ${first}`;
  ports.onNotice({ event: 'billing.quarantine-open', tenant, period: month, detail });
}

async function* dueAndChecked(
  ports: BillingRunPorts,
  run: BegunRun,
  billing: TenantBilling,
): AsyncGenerator<MonthProgress> {
  for await (const one of dueIn(ports, run, billing)) if (isChecked(one.period, run)) yield one;
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
  const checked = await periodToCheck(ports, run, billing);
  return checked === 'nothing-due' ? checked : { ...run, checked };
}

/** What a run has to do. What is parked is tried again: what stood in its way may be gone; a note is only replaced. */
const dueIn = (
  ports: BillingRunPorts,
  { tenant, month, asked, begunAt }: Omit<BegunRun, 'checked'>,
  billing: TenantBilling,
): AsyncGenerator<MonthProgress> =>
  new RunProgress(ports, tenant, { month, billing }).due({
    now: begunAt,
    grace: asked ? 0 : billing.graceMilliseconds,
    again: true,
    idle: true,
  });

/** From when until when must hold, before anything is closed: the months that are due, in their time zones. */
async function periodToCheck(
  ports: BillingRunPorts,
  run: Omit<BegunRun, 'checked'>,
  billing: TenantBilling,
): Promise<Period | 'nothing-due'> {
  const { tenant, month, asked } = run;
  let due: Period | undefined;
  for await (const { period } of dueIn(ports, run, billing)) due = spanOf(due, period);
  const now = ports.clock.now();
  const isUnseen =
    asked ||
    isStale(await ports.runs.note(tenant, month), {
      month,
      billing,
      now,
      monthsReachedBack: ports.rating.monthsReachedBack,
    });
  if (!isUnseen) return due ?? 'nothing-due';
  // Subjects that pay for themselves may be found, and are billed by the seller's calendar.
  if (canSubjectsPayIn(billing, month)) {
    return spanOf(due, billingPeriod(month, billing.policy.timeZone));
  }
  return due ?? { start: timestampOf(0), end: timestampOf(0) };
}

const spanOf = (span: Period | undefined, { start, end }: Period): Period =>
  span === undefined
    ? { start, end }
    : {
        start: timestampOf(Math.min(span.start, start)),
        end: timestampOf(Math.max(span.end, end)),
      };

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
  run: Omit<BegunRun, 'begunAt' | 'checked'>,
  waitingFor: readonly WaitReason[],
): Promise<void> {
  const { tenant, month } = run;
  const note = noteAtEnd(await runs.note(tenant, month), run);
  await runs.putNote({ ...note, tenant, month, at: clock.now(), waitingFor });
}
