import { textAt } from '../http/json.ts';
import type { ItemColumn } from '../show.ts';

/** How a list of invoices is shown to people. */
export const invoiceColumns: readonly ItemColumn[] = [
  // A draft has no number: it is issued, or explained, by its id.
  {
    title: 'number',
    cell: (invoice) => textAt(invoice, 'number') ?? textAt(invoice, 'id') ?? 'draft',
  },
  { title: 'customer', cell: (invoice) => textAt(invoice, 'customer') ?? '' },
  { title: 'from', cell: (invoice) => textAt(invoice['period'], 'firstDay') ?? '' },
  { title: 'to', cell: (invoice) => textAt(invoice['period'], 'lastDay') ?? '' },
  {
    title: 'total',
    align: 'right',
    cell: (invoice) => `${textAt(invoice, 'total') ?? ''} ${textAt(invoice, 'currency') ?? ''}`,
  },
  {
    title: 'status',
    cell: (invoice) =>
      invoice['overdue'] === true ? 'overdue' : (textAt(invoice, 'status') ?? ''),
  },
  // A draft is not due yet.
  {
    title: 'open',
    align: 'right',
    cell: (invoice) => (invoice['number'] === null ? '' : (textAt(invoice, 'amountDue') ?? '')),
  },
  { title: 'due on', cell: (invoice) => textAt(invoice, 'dueDate') ?? '' },
];
