import { invariant } from '../kernel/invariant.ts';
import { nanosOf } from '../kernel/money.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { accountFrom, summedName } from './account.ts';
import type { Balance, HeadCell } from './cell.ts';
import type { BooksDocument } from './document.ts';
import { numberedOf } from './kinds/kinds.ts';

/** What the books come to before their first document. */
export const emptyHead: HeadCell = {
  kind: 'head',
  documents: 0,
  recordedAt: timestampOf(0),
  series: [],
  balances: [],
};

/**
 * The head after one more document. Throws on a number out of turn, and on a document from before the one ahead of it.
 */
export function headAfter(head: HeadCell, document: BooksDocument): HeadCell {
  invariant(
    document.recordedAt >= head.recordedAt,
    `${document.id} is not recorded before the document ahead of it`,
  );
  return {
    kind: 'head',
    documents: head.documents + 1,
    recordedAt: document.recordedAt,
    series: seriesAfter(head.series, document),
    balances: balancesAfter(head.balances, document),
  };
}

function seriesAfter(series: HeadCell['series'], document: BooksDocument): HeadCell['series'] {
  const numbered = numberedOf(document);
  if (numbered === undefined) return series;
  const last = series.find(({ name }) => name === numbered.series)?.last ?? 0;
  invariant(
    numbered.ordinal === last + 1,
    `${numbered.number} follows number ${last} of ${numbered.series}`,
  );
  return [
    ...series.filter(({ name }) => name !== numbered.series),
    { name: numbered.series, last: numbered.ordinal },
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function balancesAfter(balances: readonly Balance[], document: BooksDocument): readonly Balance[] {
  const next = new Map(balances.map((balance) => [balanceKey(balance), balance]));
  for (const posting of document.postings) {
    const account = summaryAccount(posting.account);
    const { currency } = posting;
    const key = balanceKey({ account, currency });
    const amount = nanosOf((next.get(key)?.amount ?? 0n) + posting.amount);
    next.set(key, { account, currency, amount });
  }
  return [...next.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, balance]) => balance);
}

const balanceKey = ({ account, currency }: Pick<Balance, 'account' | 'currency'>): string =>
  JSON.stringify([account, currency]);

/** The accounts of ten thousand customers, or payees, do not fit the head: there, they are a few. */
function summaryAccount(name: string): string {
  const account = accountFrom(name);
  invariant(account !== undefined, `${name} is an account`);
  return summedName(account);
}
