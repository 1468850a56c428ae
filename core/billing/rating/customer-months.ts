import type { Agreed, CountedMonth } from '../../books/agreed.ts';
import type { Books } from '../../books/books.ts';
import type { AgreedMonth, CustomerCell, PeriodCell } from '../../books/cell.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { customerCalendar } from '../../catalog/customer-after.ts';
import { monthsAhead } from '../../catalog/invoice-interval.ts';
import { canSubjectsPayIn, type TenantBilling } from '../../catalog/tenant-billing.ts';
import { tenuresOf } from '../../catalog/tenures.ts';
import {
  type BillingPeriod,
  type ClosedMonth,
  closedMonths,
  cycleOf,
  periodIn,
  tiledBy,
} from '../../invoicing/billing-period.ts';
import { definedOnly } from '../../kernel/defined-only.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { keptTimeZone } from '../../kernel/time-zone.ts';
import { millisecondsPer, type Period, timestampOf } from '../../kernel/timestamp.ts';
import { isOfWallet } from '../../payments/wallet-payment.ts';
import { type OwnPeriods, ownMonths } from './own-months.ts';
import { monthsReached, monthsReachedBackOf } from './reach.ts';
import { currentRules, rulesBeforeKept } from './rules.ts';
import { outside, partsWithin, type SubjectPeriod } from './subject-periods.ts';

/** What a customer pays for in a month. */
export interface CustomerMonth {
  readonly period: BillingPeriod;
  /** What it was closed under; undefined where it never was, or where that was not kept then. */
  readonly agreed: Agreed | undefined;
  /** The version of the rules that it is read and rated by. */
  readonly rules: number;
  /** Whose usage of it the customer pays for, and from when until when. */
  readonly usedBy: readonly SubjectPeriod[];
  /** Likewise in the days before it that trailing windows of its first days reach into. */
  readonly usedBefore: readonly SubjectPeriod[];
}

/** A month that is closed, and may have to be adjusted. */
export interface ClosedCustomerMonth extends CustomerMonth {
  /** The last block of the books with anything about it. */
  readonly version: number;
  /**
   * Signs of its usage under which a closing found what it comes to, and booked the difference; nothing about it was
   * booked since.
   */
  readonly signs: readonly string[];
}

/** The months that closing one of them looks at. */
export interface CustomerMonths {
  readonly customer: Customer;
  readonly current: CustomerMonth;
  /**
   * Closed, and so late that events could still come. Of a month that is billed again also the one after, if closed:
   * the invoice that is void may have charged it in advance.
   */
  readonly earlier: readonly ClosedCustomerMonth[];
  /** The next month, and more where more is charged in advance; without those that are closed, but the next. */
  readonly ahead: readonly BillingPeriod[];
  /** Of the customer, whenever they were. */
  readonly closed: readonly ClosedMonth[];
  /** Whether its payer bought money for a wallet that no invoice has used. */
  readonly hasBought: boolean;
  /** The month of `current`, where anything was ever billed of it. */
  readonly inBooks: PeriodCell | undefined;
}

/** Of whom which month is asked for. */
interface AskedMonths {
  readonly customers: readonly Customer[];
  readonly month: Month;
  readonly billing: Pick<TenantBilling, 'defaultPlan'>;
  /** As `monthsReachedBackFor` has it. */
  readonly monthsReachedBack: number;
  /** How many days the longest trailing window of a meter has; 0 where there is none. */
  readonly windowDays: number;
}

/**
 * What to close of each customer, as the books say where its last months began and ended.
 *
 * Whose a subject's usage is: the subject's own where it was billed by itself, under the default plan, also while that
 * is void and to be billed again; otherwise the customer's that had the subject then. Months of two calendars overlap:
 * where the customer's begins before the subject's own ends, the customer's begins for that subject when the own one
 * ends. So no usage is billed to two, and none to nobody.
 */
export async function customerMonths(
  books: Books,
  tenant: string,
  asked: AskedMonths,
): Promise<CustomerMonths[]> {
  const { customers, month } = asked;
  const after = laterMonth(month);
  const page = await books.read(tenant, { cells: customers.map(cellOf) });
  const inReach = (customer: Customer): readonly ClosedMonth[] => {
    const back = monthsReachedBackOf(customer, asked.monthsReachedBack);
    const reached = [...monthsReached(month, back), after];
    return closedMonths(page.at(cellOf(customer))).filter((one) => reached.includes(one.month));
  };
  const cells = await books.read(tenant, {
    cells: customers.flatMap((customer) =>
      [...inReach(customer).map((one) => one.month), month].map((one) => monthCell(customer, one)),
    ),
  });
  const months = customers.map((customer) => {
    const closed = closedMonths(page.at(cellOf(customer)));
    const inBooks = (one: Month) => cells.at(monthCell(customer, one));
    const current = openOrClosed(customer, { month, closed, cell: inBooks(month) });
    const ahead = Array.from({ length: monthsAhead(customer.invoiceInterval, month) }, (_, index) =>
      periodIn(customerCalendar(customer), laterMonth(after, index)),
    ).filter((one) => one.month === after || !closed.some((other) => other.month === one.month));
    const isAgain = (inBooks(month)?.attempt ?? 1) > 1;
    const adjusted = inReach(customer).filter((one) => isAgain || one.month !== after);
    const counted = inReach(customer).flatMap(({ month: one }) =>
      countedBy(page.at(cellOf(customer)), inBooks(one)),
    );
    return {
      customer,
      current,
      earlier: adjusted.map((one) => {
        const version = cells.versionAt(monthCell(customer, one.month));
        return {
          ...closedAs(customer, one, inBooks(one.month)?.agreed),
          version,
          signs: counted.flatMap(({ month: of, sign, seq }) =>
            of === one.month && version <= seq ? [sign] : [],
          ),
        };
      }),
      ahead: ahead.map((one) =>
        one.month === after ? { ...one, start: current.period.end } : one,
      ),
      closed,
      hasBought: (page.at(cellOf(customer))?.unapplied ?? []).some(
        ({ payment: id, rail, reference }) =>
          isOfWallet({ id, customer: customer.key, rail, reference }),
      ),
      inBooks: inBooks(month),
    };
  });
  // Months of a subject by itself stay its own, also where no default plan counts any more.
  const isOwnAsked = customers.some(({ key }) => subjectOfKey(key) !== undefined);
  // A customer's month may end within the next of theirs, which may be the first in which they pay.
  const canSubjectsPay = canSubjectsPayIn(asked.billing, after);
  const ownOf =
    canSubjectsPay || isOwnAsked
      ? await ownMonths(books, tenant, { months, windowDays: asked.windowDays })
      : () => [];
  const withUsers = usersOf(ownOf, asked.windowDays);
  return months.map(({ customer, current, earlier, ...others }) => ({
    ...others,
    customer,
    current: withUsers(customer, current),
    earlier: earlier.map((one) => withUsers(customer, one)),
  }));
}

/** Adds to a month whose usage of it, and of the days before it, a customer has. */
const usersOf =
  (ownOf: OwnPeriods, windowDays: number) =>
  <One extends MonthTerms>(customer: Customer, month: One) => ({
    ...month,
    usedBy: usedByIn(customer, month, ownOf),
    usedBefore: usedBefore(customer, daysBefore(month.period, windowDays), ownOf),
  });

/** What the closing of a month says of those that were rated for it, and the block that it is in. */
function countedBy(
  customer: CustomerCell | undefined,
  cell: PeriodCell | undefined,
): readonly (CountedMonth & { readonly seq: number })[] {
  // Of a closing on a page that is full by now, nothing is known: its months are rated again.
  const closing = customer?.documents.find(({ id }) => id === cell?.closedBy?.id);
  if (closing === undefined) return [];
  return (cell?.agreed?.counted ?? []).map((one) => ({ ...one, seq: closing.seq }));
}

/** A month, but for whose usage it has. */
type MonthTerms = Omit<CustomerMonth, 'usedBy' | 'usedBefore'>;

/** A month that is closed, or was and is to be billed again, stays as it was agreed. */
function openOrClosed(
  customer: Customer,
  {
    month,
    closed,
    cell,
  }: {
    readonly month: Month;
    readonly closed: readonly ClosedMonth[];
    readonly cell: PeriodCell | undefined;
  },
): MonthTerms {
  if (cell?.agreed !== undefined) return closedAs(customer, { ...cell.agreed, month }, cell.agreed);
  const known = closed.find((one) => one.month === month);
  if (known !== undefined) return closedAs(customer, known, undefined);
  const period = tiledBy(periodIn(customerCalendar(customer), month), closed);
  // What was billed and voided was closed once, even if it was not kept then under what.
  const wasClosed = (cell?.attempt ?? 1) > 1;
  return { period, agreed: undefined, rules: wasClosed ? rulesBeforeKept : currentRules };
}

const closedAs = (
  customer: Customer,
  { month, start, end }: ClosedMonth,
  agreed: AgreedMonth | undefined,
): MonthTerms => {
  const timeZone = agreed === undefined ? customer.timezone : keptTimeZone(agreed.timeZone);
  const cycle = cycleOf(customerCalendar(customer), { month, start, end });
  return {
    period: { month, start, end, timeZone, ...definedOnly({ cycle }) },
    agreed,
    rules: agreed?.rules ?? rulesBeforeKept,
  };
};

function usedByIn(
  customer: Customer,
  { period }: MonthTerms,
  ownOf: OwnPeriods,
): CustomerMonth['usedBy'] {
  const self = subjectOfKey(customer.key);
  if (self !== undefined) {
    // Not simply as agreed: of what it closed with nothing billed, a customer that came since has all.
    const parts = ownOf(self)
      .filter(({ start, end }) => period.start <= start && end <= period.end)
      .map((part) => ({ subject: self, period: part }));
    return parts.length > 0 ? parts : partsWithin(tenuresOf(customer), period);
  }
  return partsWithin(tenuresOf(customer), period).flatMap(({ subject, period: part }) =>
    outside(part, ownOf(subject)).map((left) => ({ subject, period: left })),
  );
}

/** Before a month, so many local days and one more: none is longer than that. */
const daysBefore = ({ start }: Period, days: number): Period => ({
  start: days === 0 ? start : timestampOf(start - (days + 1) * millisecondsPer.day),
  end: start,
});

function usedBefore(
  customer: Customer,
  before: Period,
  ownOf: OwnPeriods,
): CustomerMonth['usedBefore'] {
  if (before.start === before.end) return [];
  const self = subjectOfKey(customer.key);
  const own = self === undefined ? [] : ownOf(self).map((period) => ({ subject: self, period }));
  return [
    ...partsWithin(own, before),
    ...partsWithin(tenuresOf(customer), before).flatMap(({ subject, period: part }) =>
      outside(part, ownOf(subject)).map((left) => ({ subject, period: left })),
    ),
  ];
}

const cellOf = ({ key }: Customer) => ({ kind: 'customer', customer: key }) as const;

const monthCell = ({ key }: Customer, month: Month) =>
  ({ kind: 'period', month, customer: key }) as const;
