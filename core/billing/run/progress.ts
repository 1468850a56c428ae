import type { PeriodCell } from '../../books/cell.ts';
import { closingId } from '../../books/document.ts';
import type { BooksCells } from '../../books/ports.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar, hasBillingDay } from '../../catalog/customer-after.ts';
import { everyCustomer } from '../../catalog/every-customer.ts';
import { canSubjectsPayIn, type TenantBilling } from '../../catalog/tenant-billing.ts';
import { subjectsThrough, tenuresOf } from '../../catalog/tenures.ts';
import { type BillingPeriod, billingPeriod, periodIn } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { RatingPorts } from '../ports.ts';
import { hasEnded, monthsReached } from '../rating/reach.ts';
import { nothingUsed } from './idle.ts';
import {
  type BookedMonth,
  bookedMonths,
  customerKeys,
  inPayerOrder,
  isSubject,
  PayerList,
  parkedMonths,
  pastPayer,
  payerOrder,
  subjectKeys,
} from './payer-lists.ts';
import type { BillingRuns, ParkedMonth } from './ports.ts';

/** What a run has to do at `now`: what has ended `grace` ago and is not closed nor, unless `again`, parked. */
interface DueQuestion {
  readonly now: Timestamp;
  readonly grace: number;
  readonly again: boolean;
}

interface CustomerMonth {
  readonly customer: Customer;
  readonly period: BillingPeriod;
}

/** A payer's month in a run. */
export interface MonthProgress {
  readonly customer: string;
  readonly period: BillingPeriod;
  /** Of the totals: where its usage stands, or the most of it, as of the first of its subjects. */
  readonly partition: number;
  readonly closedBy: PeriodCell['closedBy'];
  /** Only where it is not closed. */
  readonly parked: ParkedMonth | undefined;
}

export interface ProgressPorts {
  readonly rating: Pick<RatingPorts, 'customers' | 'monthsReachedBack'>;
  readonly cells: Pick<BooksCells, 'listPeriod'>;
  readonly runs: Pick<BillingRuns, 'listParked' | 'unassigned'>;
}

/**
 * Where a tenant's month stands, as the books are now. Where the tenant has a default plan, subjects that nobody pays
 * for are customers by themselves; otherwise they are unassigned. Usage is not read for it: such subjects are those
 * that the month was last found to have.
 *
 * However many customers there are, it holds a page of each list, and the subjects that a search found: those are
 * kept in an item for each partition, so there are as many as these have room for.
 */
export class RunProgress {
  readonly #ports: ProgressPorts;
  readonly #tenant: string;
  readonly #month: Month;
  readonly #billing: TenantBilling;
  readonly #unassigned = new Set<string>();

  constructor(
    ports: ProgressPorts,
    tenant: string,
    { month, billing }: { readonly month: Month; readonly billing: TenantBilling },
  ) {
    this.#ports = ports;
    this.#tenant = tenant;
    this.#month = month;
    this.#billing = billing;
  }

  /**
   * The months of customers, by key, then those of subjects that pay for themselves: of all, or of those past a payer
   * that it has answered before. Goes through them once.
   */
  async *months(after = ''): AsyncGenerator<MonthProgress> {
    const found = await this.#ports.runs.unassigned(this.#tenant, this.#month);
    for (const subject of found) this.#unassigned.add(subject);
    yield* this.#customers(after);
    yield* this.#subjects(isSubject(after) ? after : '');
  }

  /** Of the months those that are due; those that were idle only where they are asked for. */
  async *due(asked: DueQuestion & { readonly idle?: true }): AsyncGenerator<MonthProgress> {
    for await (const one of this.months()) {
      if (isDue(one, asked) && (asked.idle === true || !isIdle(one))) yield one;
    }
  }

  /** Subjects that used something and that nobody pays for, once all months were gone through. */
  unassigned(): readonly string[] {
    return this.#canSubjectsPay ? [] : [...this.#unassigned];
  }

  get #canSubjectsPay(): boolean {
    return canSubjectsPayIn(this.#billing, this.#month);
  }

  async *#customers(after: string): AsyncGenerator<MonthProgress> {
    const [booked, parked] = this.#lists(customerKeys, after);
    const { monthsReachedBack } = this.#ports.rating;
    const billing = this.#billing;
    for await (const { customer, period } of this.#customersPast(after)) {
      const cell = await booked.take(customer.key);
      const isBilled = isBilledIn(customer, this.#month, { billing, monthsReachedBack });
      if (!isBilled && !isOfMonth(cell)) continue;
      const [first] = tenuresOf(customer);
      const partition = partitionOf(first?.subject ?? customer.key);
      const payer = { customer: customer.key, period, partition };
      yield progressOf(payer, cell, await parked.take(customer.key));
    }
  }

  /** Also takes from the subjects that nobody pays for those of whoever it goes through. */
  async *#customersPast(after: string): AsyncGenerator<CustomerMonth> {
    if (isSubject(after) && !this.#canSubjectsPay) return;
    // Where subjects pay for themselves, it must be known of all customers whose they are.
    const first = this.#canSubjectsPay ? '' : after;
    for await (const customer of everyCustomer(this.#ports.rating.customers, this.#tenant, first)) {
      const period = periodIn(customerCalendar(customer), this.#month);
      // A search is of the calendar's month, whatever the customer's begins on.
      const { billingDay: _, billingDays: __, ...byCalendar } = customer;
      const searched = hasBillingDay(customer)
        ? periodIn(customerCalendar(byCalendar), this.#month)
        : period;
      for (const subject of subjectsThrough(customer, searched)) this.#unassigned.delete(subject);
      const isPast = !isSubject(after) && payerOrder(customer.key, after) > 0;
      if (isPast) yield { customer, period };
    }
  }

  async *#subjects(after: string): AsyncGenerator<MonthProgress> {
    const [booked, parked] = this.#lists(subjectKeys, after);
    const paying = this.#canSubjectsPay ? this.#payingSubjects(after) : [];
    const period = billingPeriod(this.#month, this.#billing.policy.timeZone);
    for (;;) {
      const customer = await firstOf([booked, ...paying]);
      if (customer === undefined) return;
      const cell = await booked.take(customer);
      const found = await Promise.all(paying.map((list) => list.take(customer)));
      // A month that was voided to be billed again is still its subject's, whoever has that by now.
      const isPayer = cell?.isReopened === true || found.some((one) => one !== undefined);
      if (!isPayer) continue;
      const partition = partitionOf(subjectOfKey(customer) ?? customer);
      yield progressOf({ customer, period, partition }, cell, await parked.take(customer));
    }
  }

  #lists(
    keys: typeof subjectKeys,
    after: string,
  ): readonly [PayerList<BookedMonth>, PayerList<ParkedMonth>] {
    const asked = { month: this.#month, keys: pastPayer(keys, after) };
    return [
      new PayerList(bookedMonths(this.#ports.cells, this.#tenant, asked)),
      new PayerList(parkedMonths(this.#ports.runs, this.#tenant, asked)),
    ];
  }

  /** Who used something, and who paid for itself in a month of which usage can still come, whatever it used since. */
  #payingSubjects(after: string): readonly PayerList<{ readonly customer: string }>[] {
    const all = inPayerOrder([...this.#unassigned].map((subject) => payerKeyOf({ subject })));
    const using = after === '' ? all : all.filter((key) => payerOrder(key, after) > 0);
    const reached = monthsReached(this.#month, this.#ports.rating.monthsReachedBack);
    const { cells } = this.#ports;
    return [
      new PayerList(inTurn(using.map((customer) => ({ customer })))),
      ...reached.map((month) => {
        const keys = pastPayer(subjectKeys, after);
        const booked = bookedMonths(cells, this.#tenant, { month, keys });
        return new PayerList(charged(booked));
      }),
    ];
  }
}

/** Whether the month of a customer that is not billed in it is closed, or is to be all the same. */
const isOfMonth = (cell: BookedMonth | undefined): boolean =>
  cell !== undefined && (cell.closedBy !== undefined || cell.isReopened || cell.isDeferred);

async function* charged(months: AsyncIterable<BookedMonth>): AsyncGenerator<BookedMonth> {
  for await (const one of months) if (one.isCharged) yield one;
}

async function* inTurn<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** The first payer that any of the lists has left. */
async function firstOf(
  lists: readonly PayerList<{ readonly customer: string }>[],
): Promise<string | undefined> {
  const firsts = await Promise.all(lists.map((list) => list.first()));
  const keys = firsts.flatMap((one) => (one === undefined ? [] : [one.customer]));
  return inPayerOrder(keys)[0];
}

function progressOf(
  { customer, period, partition }: Pick<MonthProgress, 'customer' | 'period' | 'partition'>,
  cell: BookedMonth | undefined,
  parked: ParkedMonth | undefined,
): MonthProgress {
  const closedBy = cell?.closedBy;
  return {
    customer,
    period: cell?.agreed === undefined ? period : { ...period, ...cell.agreed },
    partition,
    closedBy,
    parked: closedBy === undefined ? stillParked(parked, cell) : undefined,
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
function hasBegun(customer: Customer, month: Month, billing: TenantBilling): boolean {
  if (canSubjectsPayIn(billing, laterMonth(month))) return true;
  const first = customer.plan?.find((change) => change.plan !== null);
  if (first === undefined) return billing.defaultPlan === undefined;
  return customerCalendar(customer).monthOf(first.from) <= laterMonth(month);
}

/** Said of a payer without a profile that had nothing to bill when that was last looked at. */
export const isIdle = ({ parked }: MonthProgress): boolean => parked?.code === nothingUsed;

export const isDue = (
  { period, closedBy, parked }: MonthProgress,
  { now, grace, again }: DueQuestion,
): boolean =>
  closedBy === undefined && period.end + grace <= now && (again || parked === undefined);
