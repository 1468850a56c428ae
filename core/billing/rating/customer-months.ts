import type { Books } from '../../books/books.ts';
import type { CellKey } from '../../books/cell.ts';
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
import { monthsReached } from './reach.ts';
import { outside, type SubjectPeriod } from './subject-periods.ts';

/** What a customer pays for in a month. */
export interface CustomerMonth {
  readonly period: BillingPeriod;
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
  const months = customers.map((customer) => {
    const closed = closedMonths(page.at(cellOf(customer)));
    const { timezone } = customer;
    return {
      customer,
      current: followingOn(billingPeriod(month, timezone), closed),
      earlier: earlierOf(customer, reached, closed),
      next: billingPeriod(laterMonth(month), timezone),
    };
  });
  const ownOf = asked.canSubjectsPay ? await ownMonths(books, tenant, months) : () => [];
  return months.map(({ customer, current, earlier, next }) => ({
    customer,
    current: monthOf(customer, current, ownOf),
    earlier: earlier.map((period) => monthOf(customer, period, ownOf)),
    next,
  }));
}

type OwnMonths = (subject: string) => readonly ClosedMonth[];

function monthOf(customer: Customer, period: BillingPeriod, ownOf: OwnMonths): CustomerMonth {
  const self = subjectOfKey(customer.key);
  if (self !== undefined) {
    const isOwn = ownOf(self).some(({ month }) => month === period.month);
    const subjects = isOwn ? [self] : customer.subjects;
    return { period, usedBy: subjects.map((subject) => ({ subject, period })) };
  }
  return {
    period,
    usedBy: customer.subjects.flatMap((subject) =>
      outside(period, ownOf(subject)).map((part) => ({ subject, period: part })),
    ),
  };
}

const cellOf = ({ key }: Customer) => ({ kind: 'customer', customer: key }) as const;

function earlierOf(
  { timezone }: Customer,
  reached: readonly Month[],
  closed: readonly ClosedMonth[],
): BillingPeriod[] {
  return closed
    .filter((one) => reached.includes(one.month))
    .map((one) => ({ ...one, timeZone: timezone }));
}

/** The months that were billed to a subject by itself, of those that these may overlap. */
async function ownMonths(
  books: Books,
  tenant: string,
  months: readonly {
    readonly customer: Customer;
    readonly current: BillingPeriod;
    readonly earlier: readonly BillingPeriod[];
  }[],
): Promise<OwnMonths> {
  const subjects = new Set(months.flatMap(({ customer }) => subjectsOf(customer)));
  const overlapped = new Set(
    months.flatMap(({ current, earlier }) =>
      [current, ...earlier].flatMap(({ month }) => around(month)),
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
