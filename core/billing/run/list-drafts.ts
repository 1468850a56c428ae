import type { BooksCells } from '../../books/ports.ts';
import { type ListedInvoice, listedInvoice } from '../../invoicing/list-issued.ts';
import type { Month } from '../../kernel/month.ts';
import type { BillingRuns } from './ports.ts';

/**
 * A page of the drafts of a month that wait for a person, by customer, and the last one that was looked at, where there
 * may be more. What has been closed since it was parked waits no more.
 */
export async function listDrafts(
  {
    runs,
    cells,
  }: { readonly runs: Pick<BillingRuns, 'listParked'>; readonly cells: Pick<BooksCells, 'read'> },
  tenant: string,
  {
    month,
    customer,
    after,
    limit,
  }: {
    readonly month: Month;
    readonly customer: string | undefined;
    readonly after: string;
    readonly limit: number;
  },
): Promise<{ readonly invoices: readonly ListedInvoice[]; readonly next: string | undefined }> {
  const { months, more } = await runs.listParked(tenant, { month, after, limit });
  const keys = months.map(
    (parked) => ({ kind: 'period', month, customer: parked.customer }) as const,
  );
  const found = await cells.read(tenant, keys);
  const invoices = months.flatMap(({ draft, customer: owner }, index): ListedInvoice[] => {
    const cell = found[index]?.value;
    const isClosed = cell?.kind === 'period' && cell.closedBy !== undefined;
    const isAsked = customer === undefined || customer === owner;
    if (draft?.type !== 'invoice' || isClosed || !isAsked) return [];
    return [listedInvoice(draft, { status: 'draft', overdue: false, due: draft.total })];
  });
  return { invoices, next: more ? months.at(-1)?.customer : undefined };
}
