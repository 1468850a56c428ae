import { invariant } from '../kernel/invariant.ts';
import { accountName } from './account.ts';
import type { BooksDocument } from './document.ts';
import { isOfPayee } from './document.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import { kindOf } from './kinds/kinds.ts';
import { nothingOwed, payableOf } from './owed.ts';
import type { PayeeBalance, PayeeCell } from './payee-cell.ts';

export const noPayee = (payee: string): PayeeCell => ({
  kind: 'payee',
  payee,
  balances: [],
  pages: 0,
  documents: [],
});

/** A payee after one more of its documents. Throws where that does not post what it does to what is owed. */
export function payeeAfter(
  cell: PayeeCell,
  document: BooksDocument,
  place: DocumentPlace,
): PayeeCell {
  const { payee } = cell;
  const { currency, id } = document;
  const before = cell.balances.find((one) => one.currency === currency) ?? nothingOwed(currency);
  const after = kindOf(document).payeeAfter(before, document, payee);
  const posted = postedTo(document, payee);
  invariant(
    payableOf(after) - payableOf(before) === -posted,
    `${id} posts to ${payee} what it says: ${payableOf(after) - payableOf(before)} nanos more are owed, got ${-posted}`,
  );
  return {
    ...cell,
    balances: [...cell.balances.filter((one) => one !== before), after].sort(byCurrency),
    documents: [...cell.documents, entryOf(document, { place, payee })],
  };
}

const byCurrency = (a: PayeeBalance, b: PayeeBalance): number => (a.currency < b.currency ? -1 : 1);

function postedTo({ postings }: BooksDocument, payee: string): bigint {
  const name = accountName({ kind: 'payable', payee });
  return postings
    .filter(({ account }) => account === name)
    .reduce<bigint>((sum, { amount }) => sum + amount, 0n);
}

/** The month is that of the cell of this very payee. */
function entryOf(
  document: BooksDocument,
  { place: { seq, index }, payee }: { readonly place: DocumentPlace; readonly payee: string },
): DocumentEntry {
  const { id, kind, currency } = document;
  const isOwn = isOfPayee(document) && document.payee === payee;
  const period = isOwn ? kindOf(document).payeeMonth(document) : undefined;
  return { seq, index, id, kind, currency, ...(period === undefined ? {} : { period }) };
}
