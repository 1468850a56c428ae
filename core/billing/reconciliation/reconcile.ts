import type { BooksLog } from '../../books/ports.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { localDate, utc } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';
import { checkBook } from '../run/check-every-book.ts';
import { eachTenant } from '../run/each-tenant.ts';
import { type ReconcileMessage, sendAll } from '../run/message.ts';
import type { BillingRunPorts } from '../run/ports.ts';
import { compareInvoices } from './compare-invoices.ts';
import { compareTotals } from './compare-totals.ts';
import type { HourRange, InvoicesStep, PassStep, TotalsStep } from './pass-step.ts';
import { type Comparison, findingsMax, type Reconciliations } from './ports.ts';

/** What is kept is one item of a table: whoever wants all of it checks the books. */
const DETAIL_MAX = 2_000;

/** What a pass works on. */
export type ReconcilePorts = BillingRunPorts & {
  readonly log: BooksLog;
  readonly reconciliations: Reconciliations;
};

/** Hours of which most of the usage has come are compared twice, day by day. */
const RECENT_HOURS = 48;
/** Besides, so many older ones: more than a day, so that each pass is farther back than the one before. */
const OLDER_HOURS = 72;
/** As many passes go through a quarter of a year, and begin again. */
const PASSES_AROUND = 31;

/**
 * One step of a pass over a tenant's reconciliation, or the beginning of a pass over every tenant's. It compares the
 * books with themselves and with their projections, then totals with their logs, then invoices with the totals. What is
 * next is another message: nothing else says how far a pass is. What is found is kept and told, never repaired.
 */
export async function reconcile(ports: ReconcilePorts, message: ReconcileMessage): Promise<void> {
  const { tenant, step } = message;
  if (tenant === undefined) return reconcileAll(ports);
  if (step === undefined) return compareBooks(ports, tenant);
  switch (step.compares) {
    case 'totals':
      return totalsStep(ports, tenant, step);
    case 'invoices':
      return invoicesStep(ports, tenant, step);
  }
}

async function reconcileAll(ports: ReconcilePorts): Promise<void> {
  const count = await eachTenant(ports, (tenant) => ({ kind: 'reconcile', tenant }));
  // An alarm goes off when no pass ends any more: without a tenant, this was all of it.
  if (count > 0) return;
  ports.onNotice({ event: 'reconciliation.ended', detail: 'there is no tenant with settings yet' });
}

async function compareBooks(ports: ReconcilePorts, tenant: string): Promise<void> {
  const begunAt = ports.clock.now();
  const { documents, faults } = await checkBook(ports, tenant);
  await keep(ports, tenant, {
    kind: 'books',
    begunAt,
    compared: documents,
    differing: faults.length,
    findings: faults.slice(0, findingsMax).map((fault) => ({
      ...fault,
      detail: fault.detail.slice(0, DETAIL_MAX),
    })),
  });
  const hours = hoursCompared(begunAt);
  const none = { doubtful: [], tries: 0, compared: 0, differing: 0, findings: [] };
  await goOn(ports, tenant, { step: { compares: 'totals', begunAt, hours, ...none } });
}

/** The hour before this one, and those before it; then a stretch of older ones, which moves on from day to day. */
export function hoursCompared(now: Timestamp): readonly HourRange[] {
  // Of the hour that has just ended, events are still under way.
  const to = Math.floor(now / millisecondsPer.hour) - 1;
  const around = Math.floor(now / millisecondsPer.day) % PASSES_AROUND;
  const older = to - RECENT_HOURS - around * OLDER_HOURS;
  return [
    { from: to - RECENT_HOURS, to },
    { from: older - OLDER_HOURS, to: older },
  ];
}

async function totalsStep(ports: ReconcilePorts, tenant: string, step: TotalsStep): Promise<void> {
  const { result, next } = await compareTotals(ports, tenant, step);
  if (next !== undefined) return goOn(ports, tenant, next);
  const { begunAt } = step;
  await keep(ports, tenant, { kind: 'totals', begunAt, ...result });
  const months = await monthsCompared(ports, tenant, begunAt);
  if (months.length === 0) return end(ports, tenant, begunAt);
  const none = { partition: 0, isRated: false, sums: [] };
  await goOn(ports, tenant, { step: { compares: 'invoices', begunAt, months, ...none } });
}

/**
 * One of the months that usage can still come to, or that have just got out of reach: another one from day to day. And
 * those in which something was found, until it is not any more.
 */
async function monthsCompared(
  { books, rating, reconciliations }: ReconcilePorts,
  tenant: string,
  begunAt: Timestamp,
): Promise<readonly Month[]> {
  const begun = await books.firstClosed(tenant);
  if (begun === undefined) return [];
  const current = monthOfDate(localDate(begunAt, utc));
  const ages = Array.from({ length: rating.monthsReachedBack + 1 }, (_, index) => index + 1);
  const billed = ages.map((age) => laterMonth(current, -age)).filter((month) => month >= begun);
  const turn = billed[Math.floor(begunAt / millisecondsPer.day) % Math.max(billed.length, 1)];
  const { comparisons } = await reconciliations.read(tenant);
  const found = comparisons.flatMap(({ month, differing }) =>
    month === undefined || differing === 0 ? [] : [month],
  );
  return [...new Set([...(turn === undefined ? [] : [turn]), ...found])];
}

async function invoicesStep(
  ports: ReconcilePorts,
  tenant: string,
  step: InvoicesStep,
): Promise<void> {
  const { begunAt } = step;
  const [month] = step.months;
  if (month === undefined) return end(ports, tenant, begunAt);
  const { result, next } = await compareInvoices(ports, tenant, { ...step, month });
  if (result !== undefined)
    await keep(ports, tenant, { kind: 'invoices', month, begunAt, ...result });
  await (next === undefined ? end(ports, tenant, begunAt) : goOn(ports, tenant, next));
}

const goOn = (
  { billing, later }: ReconcilePorts,
  tenant: string,
  { step, isLater = false }: { readonly step: PassStep; readonly isLater?: boolean },
): Promise<void> => sendAll(isLater ? later : billing, [{ kind: 'reconcile', tenant, step }]);

const keep = (
  { reconciliations, clock }: ReconcilePorts,
  tenant: string,
  comparison: Omit<Comparison, 'endedAt'>,
): Promise<void> => reconciliations.put(tenant, { ...comparison, endedAt: clock.now() });

async function end(
  { reconciliations, clock, onNotice }: ReconcilePorts,
  tenant: string,
  begunAt: Timestamp,
): Promise<void> {
  await reconciliations.putPass(tenant, { begunAt, endedAt: clock.now() });
  onNotice({ event: 'reconciliation.ended', tenant, detail: 'all of it was compared' });
}
