import type { Books } from '../../books/books.ts';
import type { BooksDocument } from '../../books/document.ts';
import type { DocumentEntry } from '../../books/document-entry.ts';
import { netOf } from '../../books/net-payout.ts';
import type { PayeeBalance } from '../../books/payee-cell.ts';
import { payeeDocumentsBefore, readPayeeMonth } from '../../books/payee-documents.ts';
import type { BooksLog } from '../../books/ports.ts';
import { findDocument } from '../../books/reading.ts';
import { statementIn } from '../../books/statement-in.ts';
import type {
  PayeeMovement,
  PayeeStatement,
  PayeeStatementReference,
} from '../../contract/payee-statements/statement.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosOf, nanosText } from '../../kernel/money.ts';
import type { Month } from '../../kernel/month.ts';
import type { MonthEarned, StatementBasis } from './statement-basis.ts';

/** Where the books are read. */
export interface BasisPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/** Whose account it is: a payee's, in one currency. */
interface Account {
  readonly payee: string;
  readonly balance: PayeeBalance;
}

/** So many payouts are told one by one. */
const MOVEMENTS_MAX = 100;

/** Further back no statement is looked for that an adjustment is to. */
const ENTRIES_BACK_MAX = 500;

/** What has come on a payee's account since its last statement, as the books say it. */
export async function gatherBasis(
  ports: BasisPorts,
  tenant: string,
  account: Account,
): Promise<Pick<StatementBasis, 'carriedIn' | 'months' | 'movements' | 'furtherMovements'>> {
  const { since, last } = await entriesSince(ports, tenant, account);
  const load = (id: string) => loaded(ports, tenant, id);
  const months = await Promise.all(
    monthsOf(since).map((month) => monthSince(ports, tenant, { account, month, since, last })),
  );
  const moved = since.filter(({ kind }) => kind === 'payout' || kind === 'payout-return');
  const told = moved.slice(-MOVEMENTS_MAX);
  return {
    carriedIn: last === undefined ? nanosOf(0n) : carriedOut(statementIn(await load(last.id))),
    // What was void and billed again as it was has not changed.
    months: months.filter((one) => !('changed' in one) || one.changed !== 0n),
    movements: (await Promise.all(told.map(({ id }) => load(id)))).map(movementOf),
    furtherMovements: moved.length - told.length,
  };
}

/** Those of its currency since the last statement, in the order of the books, and that statement. */
async function entriesSince(
  { books }: BasisPorts,
  tenant: string,
  { payee, balance: { currency } }: Account,
): Promise<Pick<Since, 'since' | 'last'>> {
  const since: DocumentEntry[] = [];
  for await (const entry of payeeDocumentsBefore(books, tenant, { payee, before: undefined })) {
    if (entry.currency !== currency) continue;
    if (entry.kind === 'payee-statement') return { since: since.toReversed(), last: entry };
    since.push(entry);
  }
  return { since: since.toReversed(), last: undefined };
}

const isShare = ({ kind }: DocumentEntry): boolean => kind === 'share' || kind === 'share-reversal';

const monthsOf = (since: readonly DocumentEntry[]): readonly Month[] =>
  [...new Set(since.filter(isShare).flatMap(({ period }) => period ?? []))].toSorted();

interface Since {
  readonly account: Account;
  readonly month: Month;
  readonly since: readonly DocumentEntry[];
  /** The last statement; undefined before the first. */
  readonly last: DocumentEntry | undefined;
}

/** All that was earned of a month of which no statement said anything; of another, by how much that has changed. */
async function monthSince(
  ports: BasisPorts,
  tenant: string,
  { account, month, since, last }: Since,
): Promise<MonthEarned> {
  const { payee, balance } = account;
  const own = since.filter((entry) => isShare(entry) && entry.period === month);
  const cell = await readPayeeMonth(ports.books, tenant, { payee, month });
  const all = cell?.earnings.find(({ currency }) => currency === balance.currency);
  invariant(all !== undefined, `${payee} has earned something of ${month}`);
  if (all.documents === own.length) return { month, earned: all.earned };
  const amounts = await Promise.all(
    own.map(async ({ id }) => amountOf(await loaded(ports, tenant, id))),
  );
  const changed = nanosOf(amounts.reduce<bigint>((sum, amount) => sum + amount, 0n));
  const stated = last === undefined ? undefined : statedBy(ports, tenant, { account, month, last });
  return { month, changed, stated: await stated };
}

/** The self-billed document of a month, if there is one that is not too long ago. */
async function statedBy(
  { books, log }: BasisPorts,
  tenant: string,
  { account, month, last }: Pick<Since, 'account' | 'month'> & { readonly last: DocumentEntry },
): Promise<PayeeStatementReference | undefined> {
  const { payee, balance } = account;
  let back = 0;
  const before = { seq: last.seq, index: last.index + 1 };
  for await (const entry of payeeDocumentsBefore(books, tenant, { payee, before })) {
    back += 1;
    if (back > ENTRIES_BACK_MAX) return undefined;
    if (entry.kind !== 'payee-statement' || entry.currency !== balance.currency) continue;
    const { id, number, issueDate, period } = statementIn(
      await loaded({ books, log }, tenant, entry.id),
    );
    if (period.month < month) return undefined;
    if (period.month > month) continue;
    return number === null ? undefined : { id, number, issueDate, period: period.month };
  }
  return undefined;
}

async function loaded({ books, log }: BasisPorts, tenant: string, id: string) {
  const found = await findDocument({ books, log }, tenant, id);
  invariant(found !== undefined, `${id} is in the books, as a cell says`);
  return found.document;
}

function carriedOut(content: PayeeStatement): Nanos {
  const carried = nanosFrom(content.carriedOut);
  invariant(carried !== undefined, `${content.id} says what it carries, got ${content.carriedOut}`);
  return carried;
}

function amountOf(document: BooksDocument): bigint {
  if (document.kind === 'share') return document.amount;
  invariant(document.kind === 'share-reversal', `${document.id} says what was earned`);
  return -document.amount;
}

function movementOf(document: BooksDocument): PayeeMovement {
  const { id, kind } = document;
  invariant(kind === 'payout' || kind === 'payout-return', `${id} is of a payout`);
  const { day, rail, reference, amount, fee } = document;
  const moved = (of: Nanos): string => nanosText(kind === 'payout' ? of : nanosOf(-of));
  return {
    ...{ id, kind, day, rail, reference, amount: moved(amount) },
    ...(fee === undefined || fee === 0n ? {} : { fee: moved(fee), net: moved(netOf(document)) }),
  };
}
