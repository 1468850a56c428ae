import type { Books } from '../../books/books.ts';
import type { Customer } from '../../catalog/customer.ts';
import { lastOfInterval } from '../../catalog/invoice-interval.ts';
import type { CarriedMonth } from '../../invoicing/carried-months.ts';
import { nanosOf } from '../../kernel/money.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';

/**
 * The months that the invoice of an interval carries in, the first first: those before its own whose statements no
 * invoice has had yet. Read for whoever has an interval, and with the month that is invoiced; else undefined.
 */
export async function carriedMonths(
  books: Books,
  tenant: string,
  {
    customer: { key, invoiceInterval },
    month,
    isWithin,
  }: { readonly customer: Customer; readonly month: Month; readonly isWithin: boolean },
): Promise<readonly CarriedMonth[] | undefined> {
  if (invoiceInterval === undefined || isWithin) return undefined;
  const last = lastOfInterval(invoiceInterval, month);
  const before: Month[] = [];
  for (let one = laterMonth(month, -1); lastOfInterval(invoiceInterval, one) === last; ) {
    before.push(one);
    one = laterMonth(one, -1);
  }
  const keyOf = (one: Month) => ({ kind: 'period', month: one, customer: key }) as const;
  const cells = await books.read(tenant, { cells: before.map(keyOf) });
  const closings = before.map((one) => ({ month: one, closedBy: cells.at(keyOf(one))?.closedBy }));
  const invoiced = closings.findIndex(({ closedBy }) => closedBy?.number !== undefined);
  const open = invoiced < 0 ? closings : closings.slice(0, invoiced);
  const originals = open.flatMap(({ closedBy }) => closedBy?.id ?? []);
  const page = await books.read(tenant, { cells: [], originals });
  return open.toReversed().map(({ month: one, closedBy }) => {
    const document = closedBy === undefined ? undefined : page.originals.get(closedBy.id);
    const carry = document?.kind === 'statement' ? document.carry : [];
    const amount = carry.reduce((sum, change) => sum + change.out - change.in, 0n);
    return { month: one, id: closedBy?.id, amount: nanosOf(amount) };
  });
}
