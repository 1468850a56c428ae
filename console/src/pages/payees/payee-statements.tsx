import type { JSX } from 'preact';
import { Download } from '../../ui/download.tsx';
import { Money } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';

/** What a payee was told, the latest first, each to be saved as PDF. */
export function PayeeStatements({ payee: key }: { readonly payee: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/payees/{key}/statements',
    { path: { key }, query: { limit: 12 } },
    ({ statements }) => statements,
  );
  return (
    <Listed
      asked={asked}
      what="its statements"
      caption="Statements"
      empty="It was told nothing yet: payees are told of a month once it is billed and shared."
      keyOf={({ id }) => id}
      columns={[
        { title: 'month', cell: ({ period }) => period },
        { title: 'number', cell: ({ number }) => number ?? '' },
        { title: 'of', cell: ({ issueDate }) => <time>{issueDate}</time> },
        {
          title: 'total',
          isNumber: true,
          cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
        },
        {
          title: 'owed with it',
          isNumber: true,
          cell: ({ closing, currency }) => <Money amount={closing} currency={currency} />,
        },
        {
          title: 'document',
          cell: ({ id, number, period, currency }) => (
            <Download
              path={`/v1/payee-statements/${encodeURIComponent(id)}`}
              query={{ format: 'pdf' }}
              name={`${number ?? id}.pdf`}
            >
              {`PDF, ${period} ${currency}`}
            </Download>
          ),
        },
      ]}
    />
  );
}
