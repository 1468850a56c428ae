import { type Books, readDocument } from '../../books/books.ts';
import type { DocumentEntry, DocumentPlace } from '../../books/document-entry.ts';
import type { PayeeBalance } from '../../books/payee-cell.ts';
import { payeeDocumentsBefore, readPayee } from '../../books/payee-documents.ts';
import type { BooksLog } from '../../books/ports.ts';
import { findDocument } from '../../books/reading.ts';
import { statementIn } from '../../books/statement-in.ts';
import type { PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { inParallel } from '../../kernel/in-parallel.ts';
import { invariant } from '../../kernel/invariant.ts';
import { laterMonth, type Month } from '../../kernel/month.ts';
import { type ListPage, pageUpTo } from '../../kernel/pages.ts';
import { payeeStatementId } from '../../payees/record-payee-statements.ts';
import { payeeNotFound } from '../../shares/not-found.ts';
import type { Payees } from '../../shares/ports.ts';

export interface ListingPorts {
  readonly books: Books;
  readonly log: BooksLog;
  readonly payees: Pick<Payees, 'get' | 'list'>;
}

const READ_AT_ONCE = 16;
/** So many documents of a payee are gone through for one page, which may be short for it. */
const ENTRIES_MAX = 2_000;

/** A payee's statements, the latest first, from the one before a place on. @throws Rejection `payee.not-found` */
export async function statementsOfPayee(
  ports: ListingPorts,
  tenant: string,
  asked: {
    readonly payee: string;
    readonly before: DocumentPlace | undefined;
    readonly limit: number;
  },
): Promise<ListPage<PayeeStatement, DocumentPlace>> {
  const { payee, before, limit } = asked;
  const found: DocumentEntry[] = [];
  let seen = 0;
  let next: DocumentPlace | undefined;
  for await (const entry of payeeDocumentsBefore(ports.books, tenant, { payee, before })) {
    if (found.length === limit || seen === ENTRIES_MAX) break;
    seen += 1;
    next = entry;
    if (entry.kind === 'payee-statement') found.push(entry);
  }
  if (seen === 0 && before === undefined) await refuseUnknown(ports, tenant, payee);
  const items = await inParallel(READ_AT_ONCE, found, async (entry) =>
    statementIn(await readDocument(ports.log, tenant, entry)),
  );
  const isLast = seen < ENTRIES_MAX && found.length < limit;
  return { items, next: isLast || next === undefined ? undefined : placeOf(next) };
}

const placeOf = ({ seq, index }: DocumentPlace): DocumentPlace => ({ seq, index });

async function refuseUnknown(
  { payees, books }: ListingPorts,
  tenant: string,
  payee: string,
): Promise<void> {
  if ((await payees.get(tenant, payee)) !== undefined) return;
  if ((await readPayee(books, tenant, payee)) === undefined) throw payeeNotFound(payee);
}

/** Statements of a month of up to `limit` payees past one, by payee and currency. A page may be short. */
export async function statementsOfMonth(
  ports: ListingPorts,
  tenant: string,
  asked: { readonly month: Month; readonly after: string; readonly limit: number },
): Promise<ListPage<PayeeStatement, string>> {
  const { month, after, limit } = asked;
  const { records, more } = await ports.payees.list(tenant, { after, limit });
  const keys = records.map(({ key }) => ({ kind: 'payee', payee: key }) as const);
  const page = await ports.books.read(tenant, { cells: keys });
  const accounts = keys.flatMap((key) =>
    (page.at(key)?.balances ?? []).map((balance) => ({ payee: key.payee, balance })),
  );
  const items = await inParallel(READ_AT_ONCE, accounts, (one) =>
    statementOf(ports, tenant, { ...one, month }),
  );
  return {
    items: items.filter((one) => one !== undefined),
    next: pageUpTo(records, ({ key }) => key, more).next,
  };
}

/** There is one a month at most: so of as many as months have passed since, the first may be it, and none before. */
async function statementOf(
  ports: ListingPorts,
  tenant: string,
  {
    payee,
    balance,
    month,
  }: { readonly payee: string; readonly balance: PayeeBalance; readonly month: Month },
): Promise<PayeeStatement | undefined> {
  const { currency, statements, period: last } = balance;
  if (last === undefined || last < month) return undefined;
  const first = Math.max(1, statements - monthsBetween(month, last));
  for (let n = first; n <= statements; n += 1) {
    const id = payeeStatementId({ payee, currency, n });
    const found = await findDocument(ports, tenant, id);
    invariant(found?.document.kind === 'payee-statement', `${id} is in the books`);
    if (found.document.period > month) return undefined;
    if (found.document.period === month) return statementIn(found.document);
  }
  return undefined;
}

function monthsBetween(earlier: Month, later: Month): number {
  let count = 0;
  for (let month = earlier; month < later; month = laterMonth(month)) count += 1;
  return count;
}
