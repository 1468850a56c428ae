import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { Month } from '../kernel/month.ts';
import { itemsPast, pageUpTo } from '../kernel/pages.ts';
import { Rejection } from '../kernel/rejection.ts';
import {
  type Account,
  accountFrom,
  accountName,
  type CustomersAccount,
  isCustomers,
  isPayees,
} from './account.ts';
import { documentsIn } from './block.ts';
import { type Books, readDocument } from './books.ts';
import type {
  Balance,
  CustomerCell,
  CustomerTotals,
  InvoiceState,
  PaymentChanges,
} from './cell.ts';
import { documentsAfter } from './customer-documents.ts';
import { type BooksDocument, isDocumentId } from './document.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import { payableOf } from './owed.ts';
import type { PayeeCell } from './payee-cell.ts';
import { payeeDocumentsAfter } from './payee-documents.ts';
import type { BooksLog, StoredBooksBlock } from './ports.ts';

/** A document where it stands in the log. */
export interface PlacedDocument extends DocumentPlace {
  readonly document: BooksDocument;
}

/** All documents past `after`, in the order of the log. */
export async function* journal(
  log: BooksLog,
  tenant: string,
  after: DocumentPlace = { seq: 0, index: 0 },
): AsyncGenerator<PlacedDocument> {
  for await (const { seq, bytes } of blocksFrom(log, tenant, Math.max(after.seq, 1))) {
    for (const [index, document] of documentsIn(bytes).entries()) {
      if (seq > after.seq || index > after.index) yield { seq, index, document };
    }
  }
}

/** All blocks from one on. */
export const blocksFrom = (
  log: BooksLog,
  tenant: string,
  first: number,
): AsyncGenerator<StoredBooksBlock> =>
  itemsPast(first - 1, async (after) => {
    const { blocks, more } = await log.read(tenant, after, 'strong');
    return pageUpTo(blocks, ({ seq }) => seq, more);
  });

/** A document with, of an invoice or a payment, what has become of it. */
interface FoundDocument extends PlacedDocument {
  readonly invoice: InvoiceState | undefined;
  readonly payment: PaymentChanges | undefined;
}

/** Undefined where there is no such document. */
export async function findDocument(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  id: string,
): Promise<FoundDocument | undefined> {
  const key = { kind: 'document', id } as const;
  const cell = (await books.read(tenant, { cells: [key] })).at(key);
  if (cell === undefined) return undefined;
  const { seq, index, invoice, payment } = cell;
  return { seq, index, document: await readDocument(log, tenant, cell), invoice, payment };
}

/** The id of the document with a number. */
export async function findNumber(
  books: Books,
  tenant: string,
  number: string,
): Promise<string | undefined> {
  const key = { kind: 'number', number } as const;
  return (await books.read(tenant, { cells: [key] })).at(key)?.id;
}

/** The id of a document that is named by its id or number. What is no number of one is taken for an id. */
export const idNamed = async (books: Books, tenant: string, idOrNumber: string): Promise<string> =>
  isDocumentId(idOrNumber)
    ? idOrNumber
    : ((await findNumber(books, tenant, idOrNumber)) ?? idOrNumber);

/** What a customer has of each of its own accounts, in the currency of `totals`. */
const balancesOf: Readonly<
  Record<CustomersAccount['kind'], (cell: CustomerCell, totals: CustomerTotals) => Nanos>
> = {
  receivable: (_, { receivable }) => receivable,
  carry: ({ carry }, { currency }) => carriedIn(carry, currency),
  unapplied: (cell, { currency }) => nanosOf(-unappliedIn(cell, currency)),
};

/** A customer's own accounts, those that were ever used; that of unapplied money while there is any. */
export const customerBalances = (cell: CustomerCell): Balance[] =>
  cell.totals
    .flatMap((totals) =>
      (Object.keys(balancesOf) as CustomersAccount['kind'][]).map((kind) => ({
        kind,
        account: accountName({ kind, customer: cell.customer }),
        currency: totals.currency,
        amount: balancesOf[kind](cell, totals),
      })),
    )
    .filter(({ kind, amount }) => kind !== 'unapplied' || amount !== 0n)
    .map(({ kind: _, ...balance }) => balance);

/** What a payee is owed, by currency: below zero, as all that is owed. */
export const payeeBalances = ({ payee, balances }: PayeeCell): Balance[] =>
  balances.map((balance) => ({
    account: accountName({ kind: 'payable', payee }),
    currency: balance.currency,
    amount: nanosOf(-payableOf(balance)),
  }));

/** What a payer has paid that is applied to no invoice, at least zero. */
const unappliedIn = ({ unapplied = [] }: CustomerCell, currency: Currency): Nanos =>
  nanosOf(
    unapplied
      .filter((one) => one.currency === currency)
      .reduce<bigint>((sum, { amount }) => sum + amount, 0n),
  );

const carriedIn = (carry: CustomerCell['carry'], currency: Currency): Nanos =>
  nanosOf(
    carry
      .filter((one) => one.currency === currency)
      .reduce<bigint>((sum, { amount }) => sum + amount, 0n),
  );

/** The balances of every account that is nobody's own, and of the customers' and the payees' together. */
export async function readBalances(books: Books, tenant: string): Promise<readonly Balance[]> {
  return (await books.read(tenant, { cells: [] })).head().balances;
}

/** A signed amount on one account, and the document it comes from. */
export interface AccountEntry extends PlacedDocument {
  readonly currency: Currency;
  readonly amount: Nanos;
  /** Of revenue, the month that it was for. */
  readonly service: Month | undefined;
}

/**
 * Up to `limit` entries of an account past a place in the log. A customer's are found by the customer's documents, a
 * payee's by the payee's; other accounts are in nearly every block, and are read from there.
 * @throws Rejection `books.account-unknown` for what is no account's name.
 */
export async function accountEntries(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  page: { readonly account: string; readonly after: DocumentPlace; readonly limit: number },
): Promise<readonly AccountEntry[]> {
  const account = accountFrom(page.account);
  if (account === undefined) {
    throw new Rejection(
      'books.account-unknown',
      `name an account as the list of accounts does, such as revenue:views, got ${JSON.stringify(page.account.slice(0, 200))}`,
      { param: 'account' },
    );
  }
  const placed = documentsOn({ books, log }, tenant, { account, after: page.after });
  const entries: AccountEntry[] = [];
  for await (const one of placed) {
    for (const { account: name, currency, amount, service } of one.document.postings) {
      if (name === page.account) entries.push({ ...one, currency, amount, service });
    }
    if (entries.length >= page.limit) return entries;
  }
  return entries;
}

/** Documents past a place in the log, whole: those that may post to an account. */
function documentsOn(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  { account, after }: { readonly account: Account; readonly after: DocumentPlace },
): AsyncGenerator<PlacedDocument> {
  if (isCustomers(account)) {
    const { customer } = account;
    return whole(log, tenant, documentsAfter(books, tenant, { customer, after }));
  }
  if (isPayees(account)) {
    const { payee } = account;
    return whole(log, tenant, payeeDocumentsAfter(books, tenant, { payee, after }));
  }
  return journal(log, tenant, after);
}

async function* whole(
  log: BooksLog,
  tenant: string,
  entries: AsyncIterable<DocumentEntry>,
): AsyncGenerator<PlacedDocument> {
  for await (const { seq, index, id } of entries) {
    yield { seq, index, document: await readDocument(log, tenant, { seq, index, id }) };
  }
}
