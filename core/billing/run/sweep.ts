import {
  canSubjectsPayIn,
  type TenantBilling,
  tenantBillingOf,
} from '../../catalog/tenant-billing.ts';
import { periodInEveryZone } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { localDate, utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { heldMonths, monthsBack, monthsSwept, olderThan } from './due-months.ts';
import { eachTenant } from './each-tenant.ts';
import { type Override, type SweepMessage, sendAll } from './message.ts';
import type { BillingRunPorts, ParkedMonth } from './ports.ts';
import { isDue, type MonthProgress, RunProgress } from './progress.ts';
import { type QuarantinedPayers, quarantinedPayers, quarantineOpen } from './quarantined-payers.ts';
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
    const progress = new RunProgress(ports, tenant, { month, billing });
    const { due, overdue } = await countedDue(progress, { now, grace, again });
    const isUnseen =
      canSubjectsPayIn(billing, month) &&
      isStale(await ports.runs.note(tenant, month), { month, billing, now, monthsReachedBack });
    if (due > 0 || isUnseen) await begin(ports, tenant, month);
    if (overdue.count > 0) {
      const detail = `${overdue.count} customers' ${month} is due and not billed, such as ${overdue.first}`;
      ports.onNotice({ event: 'billing.overdue', tenant, period: month, detail });
    }
  }
}

const begin = (
  { billing }: Pick<BillingRunPorts, 'billing'>,
  tenant: string,
  month: Month,
): Promise<void> =>
  sendAll(billing, [{ kind: 'run', phase: 'begin', tenant, month, overrides: [], asked: false }]);

/** How many there are, and the first that came. */
interface Examples {
  readonly count: number;
  readonly first: string;
}

const noExamples: Examples = { count: 0, first: '' };

const withExample = ({ count, first }: Examples, customer: string): Examples => ({
  count: count + 1,
  first: count === 0 ? customer : first,
});

/** How many months are due, and which of them have been for long. */
async function countedDue(
  progress: RunProgress,
  asked: { readonly now: Timestamp; readonly grace: number; readonly again: boolean },
): Promise<{ readonly due: number; readonly overdue: Examples }> {
  let [due, overdue]: [number, Examples] = [0, noExamples];
  for await (const one of progress.due(asked)) {
    due += 1;
    const late = { ...asked, grace: asked.grace + OVERDUE_MS, again: false };
    if (isDue(one, late)) overdue = withExample(overdue, one.customer);
  }
  return { due, overdue };
}

const CUSTOMERS_PER_MESSAGE = 100;

/** Whether a parked month still waits for what is in quarantine, and nobody has overruled that. */
const isQuarantined = (
  { customer, period }: MonthProgress,
  { overrides = [] }: ParkedMonth,
  quarantined: QuarantinedPayers,
): boolean =>
  !overrides.some(({ check }) => check === quarantineOpen) &&
  quarantined.reasonFor(customer, period) !== undefined;

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
    const parked = await parkedAndDue(ports, tenant, {
      month,
      billing,
      isTried: waitingFor.length === 0,
    });
    if (waitingFor.length > 0 ? !parked.isAnyDue : parked.count === 0) continue;
    if (waitingFor.length > 0) await begin(ports, tenant, month);
    const detail =
      waitingFor[0]?.detail ??
      `${parked.count} customers' ${month} waits for a person, such as ${parked.first}`;
    ports.onNotice({ event: 'billing.overdue', tenant, period: month, detail });
  }
}

/** What is parked of a month and has ended; where it is to be tried, some at a time as they are found. */
async function parkedAndDue(
  ports: BillingRunPorts,
  tenant: string,
  {
    month,
    billing,
    isTried,
  }: { readonly month: Month; readonly billing: TenantBilling; readonly isTried: boolean },
): Promise<Examples & { readonly isAnyDue: boolean }> {
  let [isAnyDue, parked]: [boolean, Examples] = [false, noExamples];
  const group: string[] = [];
  const tryTo = async (customers: readonly string[], overrides: readonly Override[] = []) => {
    if (customers.length === 0) return;
    await sendAll(ports.billing, [{ kind: 'close', tenant, month, overrides, customers }]);
  };
  const due = { now: ports.clock.now(), grace: 0, again: true };
  const span = periodInEveryZone(month);
  const quarantined = isTried ? await quarantinedPayers(ports, tenant, span) : undefined;
  let later: Promise<QuarantinedPayers> | undefined;
  // The month of a payer with a billing day goes on in the next, which begins on its 28th at the latest.
  const quarantinedOf = async ({ period: { end } }: MonthProgress) => {
    if (quarantined === undefined || end <= span.end) return quarantined;
    later ??= quarantinedPayers(ports, tenant, {
      ...span,
      end: periodInEveryZone(laterMonth(month)).end,
    });
    return later;
  };
  for await (const one of new RunProgress(ports, tenant, { month, billing }).due(due)) {
    isAnyDue = true;
    if (one.parked === undefined) continue;
    parked = withExample(parked, one.customer);
    const own = await quarantinedOf(one);
    if (own === undefined || isQuarantined(one, one.parked, own)) continue;
    // What a person has overruled stays so, and each may have overruled something else.
    if (one.parked.overrides !== undefined) await tryTo([one.customer], one.parked.overrides);
    else group.push(one.customer);
    if (group.length === CUSTOMERS_PER_MESSAGE) await tryTo(group.splice(0));
  }
  await tryTo(group);
  return { ...parked, isAnyDue };
}
