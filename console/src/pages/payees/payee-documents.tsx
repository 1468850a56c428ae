import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { Money } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { documentSays, type PayeeDocument } from './document-words.ts';

/** All documents of the books that are about a payee, in their order. */
export function PayeeDocuments({ payee: key }: { readonly payee: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/payees/{key}/documents',
    { path: { key } },
    ({ documents }) => documents,
  );
  return (
    <Listed
      asked={asked}
      what="what moved"
      caption="Movements"
      empty="Nothing is in the books of it yet."
      keyOf={({ id }) => id}
      columns={[
        { title: 'day', cell: ({ date }) => <time>{date}</time> },
        { title: 'what', isText: true, cell: (document) => <What document={document} /> },
        {
          title: 'owed more by',
          isNumber: true,
          cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
        },
        { title: 'reference', cell: ({ number, reference }) => number ?? reference ?? '' },
      ]}
    />
  );
}

const What = ({ document }: { readonly document: PayeeDocument }): JSX.Element => (
  <>
    {documentSays(document)}
    {document.run === undefined ? null : (
      <>
        {' '}
        of <a href={linkTo('payouts', document.run)}>{document.run}</a>
      </>
    )}
  </>
);
