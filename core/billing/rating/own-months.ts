import type { Books } from '../../books/books.ts';
import { type CellKey, isReopened } from '../../books/cell.ts';
import { subjectOfKey } from '../../catalog/billed-customer.ts';
import type { Customer } from '../../catalog/customer.ts';
import { tenuresOf } from '../../catalog/tenures.ts';
import { closedMonths } from '../../invoicing/billing-period.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { payerKeyOf } from '../../kernel/payer.ts';
import type { Period } from '../../kernel/timestamp.ts';

interface OfMonth {
  readonly period: { readonly month: Month };
}

/** When a subject has been billed by itself. */
export type OwnPeriods = (subject: string) => readonly Period[];

/** The months that were billed to a subject by itself, of those that these may overlap. */
export async function ownMonths(
  books: Books,
  tenant: string,
  {
    months,
    windowDays,
  }: {
    readonly months: readonly {
      readonly customer: Customer;
      readonly current: OfMonth;
      readonly earlier: readonly OfMonth[];
    }[];
    readonly windowDays: number;
  },
): Promise<OwnPeriods> {
  const subjects = new Set(months.flatMap(({ customer }) => subjectsOf(customer)));
  const overlapped = new Set(
    months.flatMap(({ current, earlier }) =>
      [current, ...earlier].flatMap(({ period: { month: one } }) =>
        around(windowDays).map((away) => laterMonth(one, away)),
      ),
    ),
  );
  const cells = [...subjects].flatMap((subject): CellKey[] => [
    ownCustomer(subject),
    ...[...overlapped].map((month) => ownCell(subject, month)),
  ]);
  const page = await books.read(tenant, { cells });
  return (subject) => {
    const closed = closedMonths(page.at(ownCustomer(subject)));
    return [...overlapped].flatMap((month) => {
      const cell = page.at(ownCell(subject, month));
      // A subject that is a customer's by then closes its own month, too, with nothing billed of it.
      if (cell === undefined || (cell.billed.length === 0 && !isReopened(cell))) return [];
      const bounds = closed.find((one) => one.month === month) ?? cell.agreed;
      return cell.agreed?.own ?? (bounds === undefined ? [] : [bounds]);
    });
  };
}

/** How far the months are away that one of another calendar may overlap, with the days that windows have before it. */
const around = (windowDays: number): readonly number[] =>
  windowDays === 0 ? [-1, 0, 1] : [-2, -1, 0, 1];

const ownCustomer = (subject: string) =>
  ({ kind: 'customer', customer: payerKeyOf({ subject }) }) as const satisfies CellKey;

function subjectsOf(customer: Customer): readonly string[] {
  const self = subjectOfKey(customer.key);
  return self === undefined ? tenuresOf(customer).map(({ subject }) => subject) : [self];
}

const ownCell = (subject: string, month: Month) =>
  ({ kind: 'period', month, customer: payerKeyOf({ subject }) }) as const satisfies CellKey;
