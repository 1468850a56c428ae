import type { JSX } from 'preact';
import type { PageProps } from '../page-props.ts';
import { Accounts } from './accounts.tsx';
import { BooksCheck } from './books-check.tsx';
import { Entries } from './entries.tsx';
import { JournalDownloads } from './journal-downloads.tsx';
import { Reconciliation } from './reconciliation.tsx';

/** What is owed, by double entry: accounts, entries, whether all holds, and the whole as a file. */
export function BooksPage({ place }: PageProps): JSX.Element {
  const { item, query } = place;
  if (item !== undefined) return <Entries account={item} />;
  return (
    <>
      <Accounts customer={query['customer']} />
      <h2>Whether it holds</h2>
      <Reconciliation />
      <BooksCheck />
      <JournalDownloads />
    </>
  );
}
