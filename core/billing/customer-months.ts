import type { Books } from '../books/books.ts';
import type { CellKey, CustomerCell } from '../books/cell.ts';
import type { Customer } from '../catalog/customer.ts';
import {
  type BillingPeriod,
  billingPeriod,
  followingOn,
  laterLabel,
} from '../invoicing/billing-period.ts';
import { keyOfSubject, subjectOfKey } from './billed-customer.ts';

/** Whose usage a customer pays for in a month. */
export interface CustomerMonth {
  readonly period: BillingPeriod;
  readonly subjects: readonly string[];
}

/** The months that closing one of them looks at. */
export interface CustomerMonths {
  readonly customer: Customer;
  readonly current: CustomerMonth;
  /** Closed, and so late that events could still come. */
  readonly earlier: readonly CustomerMonth[];
  readonly next: BillingPeriod;
}

/** Events are taken up to 35 days after they happened: usage of a month can change while the two after it are open. */
export const monthsReachedBack = 2;

/**
 * What to close of each customer, as the books say where its last months began and ended.
 *
 * Whose a subject's usage of a month is: the subject's own where it was billed for that month by itself, under the default plan,
 * otherwise the customer's that has the subject now. So no usage is billed to two, and none to nobody.
 */
export async function customerMonths(
  books: Books,
  tenant: string,
  asked: {
    readonly customers: readonly Customer[];
    readonly label: string;
    readonly canSubjectsPay: boolean;
  },
): Promise<CustomerMonths[]> {
  const { customers, label } = asked;
  const page = await books.read(tenant, { cells: customers.map(cellOf) });
  const months = customers.map((customer) => {
    const closed = page.at(cellOf(customer))?.closed ?? [];
    const { timezone } = customer;
    return {
      customer,
      current: followingOn(billingPeriod(label, timezone), closed),
      earlier: earlierOf(customer, label, closed),
      next: billingPeriod(laterLabel(label), timezone),
    };
  });
  const isOwn = asked.canSubjectsPay ? await ownMonths(books, tenant, months) : () => false;
  return months.map(({ customer, current, earlier, next }) => ({
    customer,
    current: monthOf(customer, current, isOwn),
    earlier: earlier.map((period) => monthOf(customer, period, isOwn)),
    next,
  }));
}

type OwnMonth = (subject: string, label: string) => boolean;

function monthOf(customer: Customer, period: BillingPeriod, isOwn: OwnMonth): CustomerMonth {
  const self = subjectOfKey(customer.key);
  if (self !== undefined) {
    return { period, subjects: isOwn(self, period.label) ? [self] : customer.subjects };
  }
  return { period, subjects: customer.subjects.filter((one) => !isOwn(one, period.label)) };
}

const cellOf = ({ key }: Customer) => ({ kind: 'customer', customer: key }) as const;

function earlierOf(
  { timezone }: Customer,
  label: string,
  closed: CustomerCell['closed'],
): BillingPeriod[] {
  const labels = Array.from({ length: monthsReachedBack }, (_, index) =>
    laterLabel(label, index - monthsReachedBack),
  );
  return closed
    .filter((month) => labels.includes(month.label))
    .map((month) => ({ ...month, timeZone: timezone }));
}

/** Which of these months were billed to a subject by itself. */
async function ownMonths(
  books: Books,
  tenant: string,
  months: readonly {
    readonly customer: Customer;
    readonly current: BillingPeriod;
    readonly earlier: readonly BillingPeriod[];
  }[],
): Promise<OwnMonth> {
  const cells = months.flatMap(({ customer, current, earlier }) =>
    subjectsOf(customer).flatMap((subject) =>
      [current, ...earlier].map(({ label }) => ownCell(subject, label)),
    ),
  );
  const page = await books.read(tenant, { cells });
  return (subject, label) => {
    const month = page.at(ownCell(subject, label));
    // A subject that is a customer's by then closes its own month, too, with nothing billed of it.
    return month?.closedBy !== undefined && month.billed.length > 0;
  };
}

function subjectsOf({ key, subjects }: Customer): readonly string[] {
  const self = subjectOfKey(key);
  return self === undefined ? subjects : [self];
}

const ownCell = (subject: string, label: string) =>
  ({ kind: 'period', label, customer: keyOfSubject(subject) }) as const satisfies CellKey;
