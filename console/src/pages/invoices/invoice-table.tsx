import type { ComponentChildren, JSX } from 'preact';
import type { QueryOf } from '../../api.ts';
import { monthText } from '../../documents/shown-document.ts';
import { linkTo } from '../../place.ts';
import { At, Money } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { InvoiceStanding } from './invoice-standing.tsx';

/** Invoices that fit, the way to each of them, and what is due. */
export function InvoiceTable({
  query,
  empty,
}: {
  readonly query: QueryOf<'GET /v1/invoices'>;
  readonly empty: ComponentChildren;
}): JSX.Element {
  const asked = usePages('GET /v1/invoices', { query }, ({ invoices }) => invoices);
  return (
    <Listed
      asked={asked}
      what="invoices"
      caption="Invoices"
      empty={empty}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'number',
          cell: ({ id, number }) => <a href={linkTo('invoices', id)}>{number ?? 'draft'}</a>,
        },
        { title: 'status', cell: (invoice) => <InvoiceStanding {...invoice} /> },
        {
          title: 'customer',
          cell: ({ customer }) => <a href={linkTo('customers', customer)}>{customer}</a>,
        },
        { title: 'month', cell: ({ period }) => monthText(period) },
        { title: 'issued', cell: ({ issuedAt }) => <At instant={issuedAt} /> },
        {
          title: 'total',
          isNumber: true,
          cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
        },
        {
          title: 'due',
          isNumber: true,
          cell: ({ amountDue, currency }) => <Money amount={amountDue} currency={currency} />,
        },
      ]}
    />
  );
}
