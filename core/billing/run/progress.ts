import { isReopened, type PeriodCell } from '../../books/cell.ts';
import { closingId } from '../../books/document.ts';
import type { BooksCells } from '../../books/ports.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar } from '../../catalog/customer-after.ts';
import { everyCustomer } from '../../catalog/every-customer.ts';
import { canSubjectsPayIn, type TenantBilling } from '../../catalog/tenant-billing.ts';
import { subjectsThrough, tenuresOf } from '../../catalog/tenures.ts';
import { type BillingPeriod, billingPeriod, periodIn } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month, monthOfDate } from '../../kernel/month.ts';
import { itemsPast, pagesPast, pageUpTo } from '../../kernel/pages.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { RatingPorts } from '../ports.ts';
import { hasEnded, monthsReached } from '../rating/reach.ts';
import { nothingUsed } from './idle.ts';
import type { BillingRuns, ParkedMonth } from './ports.ts';

/** A customer's month in a run. */
export interface MonthProgress {
  readonly customer: string;
  readonly period: BillingPeriod;
  /** Of the totals: where its usage stands, or the most of it, as of the first of its subjects. */
  readonly partition: number;
  readonly closedBy: PeriodCell['closedBy'];
  /** Only where it is not closed. */
  readonly parked: ParkedMonth | undefined;
}

type Payer = Pick<MonthProgress, 'period' | 'partition'>;

/** Where a tenant's month stands, folded from the books as they are now. */
export interface RunProgress {
  /** By customer. */
  readonly months: readonly MonthProgress[];
  /** Payers without a profile that had nothing to bill when that was last looked at. */
  readonly idle: readonly MonthProgress[];
  /** Subjects that used something and that nobody pays for. */
  readonly unassigned: readonly string[];
}

export interface ProgressPorts {
  readonly rating: Pick<RatingPorts, 'customers' | 'monthsReachedBack'>;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
}

const PAGE = 1_000;

/**
 * Where every customer's month stands. Where the tenant has a default plan, subjects that nobody pays for are
 * customers by themselves; otherwise they are unassigned. Usage is not read for it: such subjects are those that the
 * month was last found to have.
 */
export async function runProgress(
  { rating, cells, runs }: ProgressPorts,
  tenant: string,
  { month, billing }: { readonly month: Month; readonly billing: TenantBilling },
): Promise<RunProgress> {
  const payers = new Map<string, Payer>();
  const unassigned = new Set(await runs.unassigned(tenant, month));
  const closed = await bookedMonths(cells, tenant, month);
  const reopened = new Set([...closed].filter(([, cell]) => isReopened(cell)).map(([key]) => key));
  for await (const customer of everyCustomer(rating.customers, tenant)) {
    const reach = rating.monthsReachedBack;
    const isBilled = isBilledIn(customer, month, { billing, monthsReachedBack: reach });
    if (isBilled || reopened.has(customer.key)) {
      const [first] = tenuresOf(customer);
      const partition = partitionOf(first?.subject ?? customer.key);
      payers.set(customer.key, {
        period: periodIn(customerCalendar(customer), month),
        partition,
      });
    }
    for (const subject of subjectsThrough(customer, periodIn(customerCalendar(customer), month))) {
      unassigned.delete(subject);
    }
  }
  const canSubjectsPay = canSubjectsPayIn(billing, month);
  // A month that was voided to be billed again is still its subject's, whoever has that by now.
  const keys = [...reopened].filter((key) => subjectOfKey(key) !== undefined);
  if (canSubjectsPay) {
    keys.push(
      ...[...unassigned].map((subject) => payerKeyOf({ subject })),
      ...(await chargedBefore(cells, tenant, monthsReached(month, rating.monthsReachedBack))),
    );
  }
  const period = billingPeriod(month, billing.policy.timeZone);
  for (const key of keys) {
    payers.set(key, { period, partition: partitionOf(subjectOfKey(key) ?? key) });
  }
  const parked = await parkedMonths(runs, tenant, month);
  const months = [...payers].map(([customer, { period, partition }]): MonthProgress => {
    const cell = closed.get(customer);
    const closedBy = cell?.closedBy;
    return {
      customer,
      period: cell?.agreed === undefined ? period : { ...period, ...cell.agreed },
      partition,
      closedBy,
      parked: closedBy === undefined ? stillParked(parked.get(customer), cell) : undefined,
    };
  });
  months.sort((a, b) => (a.customer < b.customer ? -1 : 1));
  const isIdle = ({ parked: one }: MonthProgress) => one?.code === nothingUsed;
  return {
    months: months.filter((one) => !isIdle(one)),
    idle: months.filter(isIdle),
    unassigned: canSubjectsPay ? [] : [...unassigned],
  };
}

/**
 * A month that was billed and voided since it was parked is not parked any more: its draft was of an earlier attempt.
 */
const stillParked = (
  month: ParkedMonth | undefined,
  cell: BookedMonth | undefined,
): ParkedMonth | undefined => {
  if (month?.draft === undefined || cell === undefined) return month;
  return month.draft.id === closingId(month.customer, month.month, cell.attempt)
    ? month
    : undefined;
};

/** Whether a month of a customer is closed by runs. */
export const isBilledIn = (
  customer: Customer,
  month: Month,
  {
    billing,
    monthsReachedBack,
  }: { readonly billing: TenantBilling; readonly monthsReachedBack: number },
): boolean => hasBegun(customer, month, billing) && !hasEnded(customer, month, monthsReachedBack);

/**
 * Whether a customer has a month to bill: not before its first plan, where there is no default plan. The month before
 * that is its first, as what is charged in advance is on that invoice.
 */
function hasBegun({ plan = [] }: Customer, month: Month, billing: TenantBilling): boolean {
  if (canSubjectsPayIn(billing, laterMonth(month))) return true;
  const first = plan.find((change) => change.plan !== null);
  if (first === undefined) return billing.defaultPlan === undefined;
  return monthOfDate(first.from) <= laterMonth(month);
}

/**
 * What a run has to do at `now`: months that have ended `grace` ago and are neither closed nor, unless `again`, parked.
 */
export const dueMonths = (
  { months }: Pick<RunProgress, 'months'>,
  {
    now,
    grace,
    again,
  }: { readonly now: Timestamp; readonly grace: number; readonly again: boolean },
): readonly MonthProgress[] =>
  months.filter(
    ({ period, closedBy, parked }) =>
      closedBy === undefined && period.end + grace <= now && (again || parked === undefined),
  );

/** Subjects that paid for themselves in a month of which usage can still come, whatever they have used since. */
async function chargedBefore(
  cells: BooksCells,
  tenant: string,
  reached: readonly Month[],
): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const month of reached) {
    for await (const cell of periodCells(cells, tenant, month)) {
      const isCharged = subjectOfKey(cell.customer) !== undefined && cell.billed.length > 0;
      if (isCharged) keys.push(cell.customer);
    }
  }
  return keys;
}

/** What progress asks of a month's cell: a cell is ten times as large, and there is one for every payer. */
interface BookedMonth extends Pick<PeriodCell, 'attempt'> {
  readonly closedBy: PeriodCell['closedBy'];
  readonly agreed: Period | undefined;
}

async function bookedMonths(
  cells: BooksCells,
  tenant: string,
  month: Month,
): Promise<ReadonlyMap<string, BookedMonth>> {
  const booked = new Map<string, BookedMonth>();
  for await (const cell of periodCells(cells, tenant, month)) {
    const { customer, attempt, closedBy, agreed } = cell;
    const bounds = agreed === undefined ? undefined : { start: agreed.start, end: agreed.end };
    booked.set(customer, { attempt, closedBy, agreed: bounds });
  }
  return booked;
}

const periodCells = (cells: BooksCells, tenant: string, month: Month): AsyncGenerator<PeriodCell> =>
  // A page may be short before the last.
  itemsPast('', async (after) => {
    const found = await cells.listPeriod(tenant, { period: month, after, limit: PAGE });
    const values = found.flatMap(({ value }) => (value.kind === 'period' ? [value] : []));
    return pageUpTo(values, ({ customer }) => customer);
  });

async function parkedMonths(
  runs: BillingRuns,
  tenant: string,
  month: Month,
): Promise<ReadonlyMap<string, ParkedMonth>> {
  const parked = new Map<string, ParkedMonth>();
  const pages = pagesPast('', async (after) => {
    const { months, more } = await runs.listParked(tenant, { month, after, limit: PAGE });
    return pageUpTo(months, ({ customer }) => customer, more);
  });
  for await (const page of pages) for (const one of page) parked.set(one.customer, one);
  return parked;
}
