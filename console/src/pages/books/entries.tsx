import type { JSX } from 'preact';
import { linkTo } from '../../place.ts';
import { At, Money } from '../../ui/facts.tsx';
import { Listed } from '../../ui/table.tsx';
import { usePages } from '../../use-answer.ts';
import { accountMeans, documentLink, type Entry } from './account-words.ts';

/** What is in an account, in the order of the books. */
export function Entries({ account }: { readonly account: string }): JSX.Element {
  const asked = usePages(
    'GET /v1/accounts/{account}/entries',
    { path: { account } },
    ({ entries }) => entries,
  );
  const means = accountMeans(account);
  return (
    <>
      <p>
        <a href={linkTo('books')}>All accounts</a>
      </p>
      <p>
        <code>{account}</code>
        {means === '' ? '' : `: ${means}.`}
      </p>
      <Listed
        asked={asked}
        what="the entries"
        caption={`Entries of ${account}`}
        keyOf={({ document }, index) => `${document} ${index}`}
        empty={<>Nothing is in this account.</>}
        columns={[
          { title: 'document', cell: (entry) => <DocumentOf entry={entry} /> },
          {
            title: 'amount',
            isNumber: true,
            cell: ({ amount, currency }) => <Money {...{ amount, currency }} />,
          },
          {
            title: 'customer',
            cell: ({ customer }) =>
              customer === undefined ? (
                ''
              ) : (
                <a href={linkTo('books', undefined, { customer })}>{customer}</a>
              ),
          },
          {
            title: 'payee',
            cell: ({ payee }) =>
              payee === undefined ? '' : <a href={linkTo('payees', payee)}>{payee}</a>,
          },
          { title: 'kind', cell: ({ kind }) => kind },
          { title: 'for', cell: ({ service = '' }) => service },
          { title: 'effective', cell: (entry) => <Times entry={entry} /> },
        ]}
      />
    </>
  );
}

function DocumentOf({ entry }: { readonly entry: Entry }): JSX.Element {
  const link = documentLink(entry);
  const name = entry.number ?? entry.document;
  return link === undefined ? <span class="money">{name}</span> : <a href={link}>{name}</a>;
}

/** When an entry counts; and when it was recorded, where that is another time. */
const Times = ({ entry: { effectiveAt, recordedAt } }: { readonly entry: Entry }): JSX.Element => (
  <>
    <At instant={effectiveAt} />
    {recordedAt === effectiveAt ? null : (
      <p class="quiet">
        recorded <At instant={recordedAt} />
      </p>
    )}
  </>
);
