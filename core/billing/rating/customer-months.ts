import type { Books } from '../../books/books.ts';
import type { AgreedMonth, CellKey, PeriodCell } from '../../books/cell.ts';
import type { Agreed } from '../../books/document.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import {
  type BillingPeriod,
  billingPeriod,
  type ClosedMonth,
  closedMonths,
  followingOn,
} from '../../invoicing/billing-period.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import { keptTimeZone } from '../../kernel/time-zone.ts';
import { monthsReached } from './reach.ts';
import { currentRules, rulesBeforeKept } from './rules.ts';
import { outside, type SubjectPeriod } from './subject-periods.ts';

/** What a customer pays for in a month. */
export interface CustomerMonth {
  readonly period: BillingPeriod;
  /** What it was closed under; undefined where it never was, or where that was not kept then. */
  readonly agreed: Agreed | undefined;
  /** The version of the rules that it is read and rated by. */
  readonly rules: number;
  /** Whose usage of it the customer pays for, and from when until when. */
  readonly usedBy: readonly SubjectPeriod[];
}

/** The months that closing one of them looks at. */
export interface CustomerMonths {
  readonly customer: Customer;
  readonly current: CustomerMonth;
  /** Closed, and so late that events could still come. */
  readonly earlier: readonly CustomerMonth[];
  readonly next: BillingPeriod;
}

/**
 * What to close of each customer, as the books say where its last months began and ended.
 *
 * Whose a subject's usage is: the subject's own in the months for which it was billed by itself, under the default
 * plan, otherwise the customer's that has the subject now. Months of two calendars overlap: where the customer's begins
 * before the subject's own ends, the customer's begins for that subject when the own one ends. So no usage is billed to
 * two, and none to nobody.
 */
export async function customerMonths(
  books: Books,
  tenant: string,
  asked: {
    readonly customers: readonly Customer[];
    readonly month: Month;
    readonly canSubjectsPay: boolean;
    /** As `monthsReachedBackFor` has it. */
    readonly monthsReachedBack: number;
  },
): Promise<CustomerMonths[]> {
  const { customers, month } = asked;
  const reached = monthsReached(month, asked.monthsReachedBack);
  const page = await books.read(tenant, { cells: customers.map(cellOf) });
  const inReach = (customer: Customer): readonly ClosedMonth[] =>
    closedMonths(page.at(cellOf(customer))).filter((one) => reached.includes(one.month));
  const cells = await books.read(tenant, {
    cells: customers.flatMap((customer) =>
      [...inReach(customer).map((one) => one.month), month].map((one) => monthCell(customer, one)),
    ),
  });
  const months = customers.map((customer) => {
    const closed = closedMonths(page.at(cellOf(customer)));
    const inBooks = (one: Month) => cells.at(monthCell(customer, one));
    return {
      customer,
      current: openOrClosed(customer, { month, closed, cell: inBooks(month) }),
      earlier: inReach(customer).map((one) => closedAs(customer, one, inBooks(one.month)?.agreed)),
      next: billingPeriod(laterMonth(month), customer.timezone),
    };
  });
  const ownOf = asked.canSubjectsPay ? await ownMonths(books, tenant, months) : () => [];
  return months.map(({ customer, current, earlier, next }) => ({
    customer,
    current: { ...current, usedBy: usedByIn(customer, current.period, ownOf) },
    earlier: earlier.map((one) => ({ ...one, usedBy: usedByIn(customer, one.period, ownOf) })),
    next,
  }));
}

type OwnMonths = (subject: string) => readonly ClosedMonth[];

/** A month, but for whose usage it has. */
type MonthTerms = Omit<CustomerMonth, 'usedBy'>;

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
  const period = followingOn(billingPeriod(month, customer.timezone), closed);
  return { period, agreed: undefined, rules: currentRules };
}

const closedAs = (
  { timezone }: Customer,
  { month, start, end }: ClosedMonth,
  agreed: AgreedMonth | undefined,
): MonthTerms => {
  const timeZone = agreed === undefined ? timezone : keptTimeZone(agreed.timeZone);
  return {
    period: { month, start, end, timeZone },
    agreed,
    rules: agreed?.rules ?? rulesBeforeKept,
  };
};

function usedByIn(
  customer: Customer,
  period: BillingPeriod,
  ownOf: OwnMonths,
): CustomerMonth['usedBy'] {
  const self = subjectOfKey(customer.key);
  if (self !== undefined) {
    const isOwn = ownOf(self).some(({ month }) => month === period.month);
    const subjects = isOwn ? [self] : customer.subjects;
    return subjects.map((subject) => ({ subject, period }));
  }
  return customer.subjects.flatMap((subject) =>
    outside(period, ownOf(subject)).map((part) => ({ subject, period: part })),
  );
}

const cellOf = ({ key }: Customer) => ({ kind: 'customer', customer: key }) as const;

const monthCell = ({ key }: Customer, month: Month) =>
  ({ kind: 'period', month, customer: key }) as const;

/** The months that were billed to a subject by itself, of those that these may overlap. */
async function ownMonths(
  books: Books,
  tenant: string,
  months: readonly {
    readonly customer: Customer;
    readonly current: MonthTerms;
    readonly earlier: readonly MonthTerms[];
  }[],
): Promise<OwnMonths> {
  const subjects = new Set(months.flatMap(({ customer }) => subjectsOf(customer)));
  const overlapped = new Set(
    months.flatMap(({ current, earlier }) =>
      [current, ...earlier].flatMap(({ period: { month: one } }) => around(one)),
    ),
  );
  const cells = [...subjects].flatMap((subject): CellKey[] => [
    ownCustomer(subject),
    ...[...overlapped].map((month) => ownCell(subject, month)),
  ]);
  const page = await books.read(tenant, { cells });
  // A subject that is a customer's by then closes its own month, too, with nothing billed of it.
  const isBilled = (subject: string, month: Month): boolean =>
    overlapped.has(month) && (page.at(ownCell(subject, month))?.billed.length ?? 0) > 0;
  return (subject) =>
    closedMonths(page.at(ownCustomer(subject))).filter(({ month }) => isBilled(subject, month));
}

/** The months that one of another calendar may overlap. */
const around = (month: Month): readonly Month[] =>
  [-1, 0, 1].map((months) => laterMonth(month, months));

const ownCustomer = (subject: string) =>
  ({ kind: 'customer', customer: payerKeyOf({ subject }) }) as const satisfies CellKey;

function subjectsOf({ key, subjects }: Customer): readonly string[] {
  const self = subjectOfKey(key);
  return self === undefined ? subjects : [self];
}

const ownCell = (subject: string, month: Month) =>
  ({ kind: 'period', month, customer: payerKeyOf({ subject }) }) as const satisfies CellKey;
