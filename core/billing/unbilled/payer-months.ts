import type { PeriodCell } from '../../books/cell.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { TenantBilling } from '../../catalog/tenant-billing.ts';
import { billingPeriod } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { localDate, utc } from '../../kernel/time-zone.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import type { RatingPorts } from '../ports.ts';
import { type PricedMonth, pricedMonths } from '../rating/priced-months.ts';
import { isOutOfReach, monthsReachedBackOf } from '../rating/reach.ts';
import { monthsSwept } from '../run/due-months.ts';
import type { BillingRuns } from '../run/ports.ts';

/** How a payer's month stands with what is used of it. */
type MonthStage =
  /** It has not ended, or not long ago: what is used is about to be billed. */
  | 'open'
  /** It is due, and not closed. */
  | 'waiting'
  /** Nothing looks for it any more. */
  | 'missed'
  /** Closed, and a later month that will be closed reaches back to it. */
  | 'adjustable'
  /** Closed, and out of reach. */
  | 'final';

/** A payer's month with what the books say of it. */
export interface PayerMonth extends PricedMonth {
  readonly stage: MonthStage;
  readonly billed: PeriodCell['billed'];
}

/** A month, asked about at an instant. */
export interface AskedMonth {
  readonly month: Month;
  readonly now: Timestamp;
  readonly billing: TenantBilling;
}

const PAYERS_AT_ONCE = 100;
const PARKED_PAGE = 1_000;

/** The month of each payer, in groups, so that there are never many at once. */
export async function* payerMonths(
  ports: { readonly rating: RatingPorts; readonly runs: BillingRuns },
  tenant: string,
  { payers, ...asked }: AskedMonth & { readonly payers: readonly string[] },
): AsyncGenerator<readonly PayerMonth[]> {
  if (payers.length === 0) return;
  const { month } = asked;
  const isSought = await soughtPayers(ports, tenant, asked);
  for (let first = 0; first < payers.length; first += PAYERS_AT_ONCE) {
    const customers = payers.slice(first, first + PAYERS_AT_ONCE);
    const priced = await pricedMonths(ports.rating, tenant, { customers, month });
    yield priced.map((one): PayerMonth => {
      const { inBooks } = one;
      const isClosed = inBooks?.closedBy !== undefined;
      return {
        ...one,
        billed: inBooks?.billed ?? [],
        stage: isClosed ? closedStage(one, month, ports.rating) : openStage(one, asked, isSought),
      };
    });
  }
}

function closedStage(
  { customer, closed }: PricedMonth,
  month: Month,
  { monthsReachedBack }: Pick<RatingPorts, 'monthsReachedBack'>,
): MonthStage {
  const back = monthsReachedBackOf(customer, monthsReachedBack);
  return isOutOfReach(month, closed, back) ? 'final' : 'adjustable';
}

function openStage(
  { customer, period }: PricedMonth,
  { now, billing }: AskedMonth,
  isSought: (key: string) => boolean,
): MonthStage {
  if (now < period.end + billing.graceMilliseconds) return 'open';
  return isSought(customer.key) ? 'waiting' : 'missed';
}

/**
 * Whether a payer's open month is still looked for: customers by sweeps, and what waits however long ago; a subject
 * that pays for itself where the last search found it, or another one is to come.
 */
async function soughtPayers(
  ports: { readonly rating: RatingPorts; readonly runs: BillingRuns },
  tenant: string,
  asked: AskedMonth,
): Promise<(key: string) => boolean> {
  const isSearched = await soughtSubjects(ports, tenant, asked);
  const { month, now } = asked;
  const current = monthOfDate(localDate(now, utc));
  const isSwept = month >= laterMonth(current, -monthsSwept(ports.rating.monthsReachedBack));
  const held = isSwept ? undefined : await heldPayers(ports.runs, tenant, month);
  return (key) => {
    const subject = subjectOfKey(key);
    const isFound = subject === undefined || isSearched(subject);
    return isFound && (held === undefined || held.has(key));
  };
}

/** Whose month waits for a person; undefined where all of it waits. */
async function heldPayers(
  runs: BillingRuns,
  tenant: string,
  month: Month,
): Promise<ReadonlySet<string> | undefined> {
  const note = await runs.note(tenant, month);
  if ((note?.waitingFor.length ?? 0) > 0) return undefined;
  const held = new Set<string>();
  const pages = pagesPast('', async (after) => {
    const { months, more } = await runs.listParked(tenant, { month, after, limit: PARKED_PAGE });
    return pageUpTo(months, ({ customer }) => customer, more);
  });
  for await (const months of pages) for (const { customer } of months) held.add(customer);
  return held;
}

/**
 * Whether a subject that pays for itself is found by a run: it was in the last search of the month, or another search
 * is to come.
 */
async function soughtSubjects(
  { rating, runs }: { readonly rating: RatingPorts; readonly runs: BillingRuns },
  tenant: string,
  { month, billing }: AskedMonth,
): Promise<(subject: string) => boolean> {
  const last = laterMonth(month, rating.monthsReachedBack);
  const lastDue = billingPeriod(last, billing.policy.timeZone).end + billing.graceMilliseconds;
  const note = await runs.note(tenant, month);
  if ((note?.lookedAt ?? 0) < lastDue) return () => true;
  const found = new Set(await runs.unassigned(tenant, month));
  return (subject) => found.has(subject);
}
