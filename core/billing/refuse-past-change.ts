import type { Books } from '../books/books.ts';
import type { Customer } from '../catalog/customer.ts';
import { closedMonths, refuseInvoiced } from '../invoicing/billing-period.ts';
import { localStart } from '../kernel/time-zone.ts';

/**
 * Refuses to change the plan that a customer had in a month that is closed.
 * @throws Rejection `period.already-invoiced`
 */
export async function refusePastChange(
  books: Books,
  tenant: string,
  { before, after }: { readonly before: Customer | undefined; readonly after: Customer },
): Promise<void> {
  const from = firstDifference(before?.plan ?? [], after.plan ?? []);
  const start = from === undefined ? undefined : localStart(from, after.timezone);
  if (start === undefined) return;
  const cell = { kind: 'customer', customer: after.key } as const;
  const page = await books.read(tenant, { cells: [cell] });
  refuseInvoiced(start, closedMonths(page.at(cell)), '/plan');
}

type Changes = NonNullable<Customer['plan']>;

/** The first day on which the two differ. */
function firstDifference(before: Changes, after: Changes): string | undefined {
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [before[index], after[index]];
    if (a?.plan === b?.plan && a?.from === b?.from) continue;
    const days = [a?.from, b?.from].filter((day) => day !== undefined);
    return days.sort()[0];
  }
  return undefined;
}
