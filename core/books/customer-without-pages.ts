import type { Nanos } from '../kernel/money.ts';
import type { ClosedMonth, CustomerCell, DocumentEntry } from './cell.ts';

/** A customer's cell as it was kept when all of a customer's documents stood in it. */
export interface CustomerWithoutPages extends Omit<CustomerCell, 'closed' | 'pages' | 'documents'> {
  readonly closed: readonly Omit<ClosedMonth, 'invoiced'>[];
  readonly documents: readonly EntryWithSubtotal[];
}

interface EntryWithSubtotal extends DocumentEntry {
  readonly number?: string;
  readonly subtotal?: Nanos;
  readonly isVoid?: true;
}

/** As it is now, with no page full yet: the next fold takes them out. */
export const withPages = (cell: CustomerWithoutPages): CustomerCell => ({
  ...cell,
  closed: cell.closed.map((month) => withInvoice(month, cell.documents)),
  pages: 0,
  documents: cell.documents.map(entryOf),
});

/** No month is closed by a second invoice before its first is void. */
function withInvoice(
  month: Omit<ClosedMonth, 'invoiced'>,
  entries: readonly EntryWithSubtotal[],
): ClosedMonth {
  const invoice = entries.find(
    ({ kind, period, isVoid }) =>
      kind === 'invoice' && period === month.label && isVoid === undefined,
  );
  if (invoice?.subtotal === undefined) return month;
  const { seq, index, currency, subtotal } = invoice;
  return { ...month, invoiced: { seq, index, currency, subtotal } };
}

const entryOf = ({ seq, index, id, kind, currency, period }: EntryWithSubtotal): DocumentEntry => ({
  seq,
  index,
  id,
  kind,
  currency,
  ...(period === undefined ? {} : { period }),
});
