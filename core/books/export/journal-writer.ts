import type { Balance } from '../cell.ts';
import type { PlacedDocument } from '../reading.ts';

/** What the books come to where an export ends. */
interface JournalEnd {
  /** Of every account that is no customer's; the customers' stand together as `customers:…`. */
  readonly balances: readonly Balance[];
  /** The last day, `YYYY-MM-DD`, on which a document counts. */
  readonly last: string;
}

/**
 * How a format writes the journal. What a block says depends on that block alone, so an export that is cut between any
 * two blocks is the same text as one that is not.
 */
export interface JournalWriter {
  readonly opening: string;
  readonly block: (documents: readonly PlacedDocument[]) => string;
  readonly closing: (end: JournalEnd) => string;
}

/** Each of the accounts, or the currencies, that documents post on, in the order in which they come. */
export const namesIn = <Name extends 'account' | 'currency'>(
  documents: readonly PlacedDocument[],
  name: Name,
): readonly string[] => [
  ...new Set(
    documents.flatMap(({ document }) => document.postings.map((posting): string => posting[name])),
  ),
];
