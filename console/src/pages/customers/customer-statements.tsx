import type { JSX } from 'preact';
import type { AnswerOf } from '../../api.ts';
import { statementReasons } from '../../documents/shown-document.ts';
import { linkTo } from '../../place.ts';
import { Money } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';

type CustomerDocument = AnswerOf<'GET /v1/customers/{key}/documents'>['documents'][number];

/** Months of a customer that were closed without an invoice, the latest first: why, and what is carried. */
export function CustomerStatements({ payer }: { readonly payer: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/customers/{key}/documents',
    { path: { key: payer }, query: { kind: 'statement', limit: 12 } },
    ({ documents }) => documents,
  );
  return (
    <Listed
      asked={asked}
      what="its statements"
      caption="Months without an invoice"
      empty="There is none: each month that was closed has an invoice."
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'month',
          cell: ({ id, period }) => <a href={linkTo('invoices', id)}>{period ?? id}</a>,
        },
        { title: 'closed on', cell: ({ date }) => <time>{date}</time> },
        { title: 'why', isText: true, cell: reasonText },
        {
          title: 'more carried by',
          isNumber: true,
          cell: ({ carry, currency }) => <Money amount={carry} currency={currency} />,
        },
      ]}
    />
  );
}

function reasonText({ reason = '', invoicedWith }: CustomerDocument): string {
  const known: Readonly<Record<string, string>> = statementReasons;
  return invoicedWith === undefined
    ? (known[reason] ?? reason)
    : `It is invoiced with ${invoicedWith}, the last month of its interval.`;
}
