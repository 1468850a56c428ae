import { textAt } from '../http/json.ts';
import { grouped } from '../output/numbers.ts';
import type { Session } from '../session.ts';
import { showList } from '../show.ts';

const right = { align: 'right' } as const;

/** What the books have of who pays, the latest first; of one kind, or all. */
export const showCustomerDocuments = (
  session: Session,
  key: string,
  { kind }: { readonly kind?: string },
): Promise<number> =>
  showList(
    session,
    {
      path: `/v1/customers/${encodeURIComponent(key)}/documents`,
      member: 'documents',
      query: { kind },
    },
    [
      { title: 'date', cell: (one) => textAt(one, 'date') ?? '' },
      { title: 'kind', cell: (one) => textAt(one, 'kind') ?? '' },
      { title: 'month', cell: (one) => textAt(one, 'period') ?? '' },
      { title: 'number or id', cell: (one) => textAt(one, 'number') ?? textAt(one, 'id') ?? '' },
      {
        title: 'about',
        cell: (one) => textAt(one, 'invoiceNumber') ?? textAt(one, 'reference') ?? '',
      },
      { title: 'owed', ...right, cell: (one) => grouped(textAt(one, 'receivable') ?? '') },
      { title: 'carried', ...right, cell: (one) => grouped(textAt(one, 'carry') ?? '') },
      { title: '', cell: (one) => textAt(one, 'currency') ?? '' },
      { title: 'why', cell: (one) => textAt(one, 'reason') ?? '' },
    ],
    kind === undefined ? 'the books have nothing of it yet' : `the books have no ${kind} of it`,
  );
