import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { tenantBillingOf } from '../../catalog/tenant-billing.ts';
import { billingPeriod, refuseUnended } from '../../invoicing/billing-period.ts';
import { type Draft, draftClosing, type ParkReason } from '../../invoicing/close-periods.ts';
import type { Month } from '../../kernel/month.ts';
import { type ApprovalReason, wantedApproval } from './approval.ts';
import { type DueMonth, everyDueMonth } from './due-months.ts';
import { billsNothing } from './idle.ts';
import { overruleRepeats } from './look-for-repeats.ts';
import { type Override, sendAll } from './message.ts';
import { PayerPage } from './payer-page.ts';
import type { BillingRunPorts } from './ports.ts';
import { RunProgress } from './progress.ts';
import { searchNow } from './search-month.ts';
import { isUnderWay, noteUnderWayOver } from './under-way.ts';

type StartingPorts = Pick<
  BillingRunPorts,
  'rating' | 'prepare' | 'books' | 'cells' | 'runs' | 'repeats' | 'billing' | 'clock'
>;

/**
 * Puts a run of a month on the queue that a person asks for; or joins the one that is under way, which closes what was
 * due when it began. Who overrules a check gets a run of its own.
 * @throws Rejection `billing-settings.not-found`, `period.not-ended`
 */
export async function startRun(
  ports: StartingPorts,
  tenant: string,
  { month, overrides }: { readonly month: Month; readonly overrides: readonly Override[] },
): Promise<'started' | 'joined'> {
  await endedMonthOf(ports, tenant, month);
  const before = await ports.runs.note(tenant, month);
  if (isUnderWay(before, ports.clock.now()) && overrides.length === 0) return 'joined';
  await overruleRepeats(ports, { tenant, month, overrides });
  await forgetLook(ports, tenant, month);
  const run = { tenant, month, overrides, asked: true };
  await sendAll(ports.billing, [{ kind: 'run', phase: 'begin', ...run }]);
  // Where it has left a note already, it has come to its end, or says itself that it is under way.
  const since = await ports.runs.note(tenant, month);
  if (since?.at === before?.at) await noteUnderWayOver(ports, run, since);
  return 'started';
}

/** How a tenant is billed, whose month has ended. */
async function endedMonthOf(
  { rating, clock }: Pick<StartingPorts, 'rating' | 'clock'>,
  tenant: string,
  month: Month,
): Promise<TenantBilling> {
  const billing = await tenantBillingOf(rating.settings, tenant);
  refuseUnended(billingPeriod(month, billing.policy.timeZone), clock.now());
  return billing;
}

/**
 * Who has used the month is not known again until the run has looked: so nobody takes an answer from before it for its
 * outcome. What of earlier months is not billed is looked for again, too.
 */
async function forgetLook(
  { runs }: Pick<StartingPorts, 'runs'>,
  tenant: string,
  month: Month,
): Promise<void> {
  const note = await runs.note(tenant, month);
  if (note?.lookedAt === undefined) return;
  const { lookedAt: _, earlierLookedAt: __, ...unlooked } = note;
  await runs.putNote(unlooked);
}

/** What a run would do of some customers' month. */
export interface DryRun {
  readonly drafts: readonly {
    readonly draft: Draft;
    readonly obstacle: ParkReason | ApprovalReason | undefined;
  }[];
  /** Whom nothing prices. */
  readonly skipped: readonly { readonly customer: string; readonly detail: string }[];
  /** The last customer that was looked at, where there are more. */
  readonly next: string | undefined;
  /** Every month with something to close, oldest first, the asked one among them. */
  readonly months: readonly DueMonth[];
  /** Subjects of the asked month that nobody pays for. */
  readonly unassigned: readonly string[];
}

/**
 * What a run would issue now, of up to `limit` customers past `after`, and what else would be closed; nothing is. The
 * first page looks through the month for who has used it.
 * @throws Rejection `billing-settings.not-found`, `period.not-ended`
 */
export async function dryRun(
  ports: StartingPorts,
  tenant: string,
  {
    month,
    after,
    limit,
  }: { readonly month: Month; readonly after: string | undefined; readonly limit: number },
): Promise<DryRun> {
  const billing = await endedMonthOf(ports, tenant, month);
  if (after === undefined) await searchNow(ports, tenant, month);
  const progress = new RunProgress(ports, tenant, { month, billing });
  const due = { now: ports.clock.now(), grace: 0, again: true };
  const left = new PayerPage({ after: after ?? '', limit });
  for await (const one of progress.due(due)) left.add(one);
  const { items, next } = left.page();
  const customers = items.map(({ customer }) => customer);
  const wanted = await wantedApproval(ports, { tenant, month }, billing.approval);
  const drafts: DryRun['drafts'][number][] = [];
  const skipped: DryRun['skipped'][number][] = [];
  for (const one of await ports.prepare(ports.rating, tenant, { customers, month })) {
    if (one.status === 'ready') {
      const drafted = await draftClosing(ports.books, tenant, one.request);
      if (one.request.isIdle !== undefined && billsNothing(drafted.draft)) continue;
      drafts.push({ ...drafted, obstacle: drafted.obstacle ?? wanted });
    } else skipped.push({ customer: one.customer, detail: one.detail });
  }
  return {
    drafts,
    skipped,
    next,
    months: await everyDueMonth(ports, tenant, { billing, month }),
    unassigned: progress.unassigned(),
  };
}
