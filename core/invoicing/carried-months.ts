import type { Invoice } from '../contract/invoices/invoice.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosText } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';

/** A month within an interval of invoices, the statement that closed it, if it is closed, and what that carried on. */
export interface CarriedMonth {
  readonly month: Month;
  readonly id: string | undefined;
  readonly amount: Nanos;
}

/** What an invoice says of the months that it carries in; nothing where none of them comes to anything. */
export function carriedContent(months: readonly CarriedMonth[] = []): Pick<Invoice, 'carriedFrom'> {
  const carriedFrom = months
    .filter(({ amount }) => amount !== 0n)
    .map(({ month, id, amount }) => {
      invariant(id !== undefined, `what ${month} carried on, its statement did`);
      return { id, period: month, exactAmount: nanosText(amount) };
    });
  return carriedFrom.length === 0 ? {} : { carriedFrom };
}
