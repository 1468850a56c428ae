import { accountName } from '../books/account.ts';
import { type Books, readDocument } from '../books/books.ts';
import { isOfPayee } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { PayeeBalance } from '../books/payee-cell.ts';
import type { PayeeDocument } from '../books/payee-document.ts';
import { payeeDocumentsAfter, readPayee } from '../books/payee-documents.ts';
import type { BooksLog } from '../books/ports.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { payeeNotFound } from '../shares/not-found.ts';
import type { Payees } from '../shares/ports.ts';

export interface PayeeAccountPorts {
  readonly payees: Pick<Payees, 'get'>;
  readonly books: Books;
  readonly log: Pick<BooksLog, 'readOne'>;
}

/** A document about a payee, and by how much more it is owed with it. */
export interface OnPayeeAccount {
  readonly document: PayeeDocument;
  readonly amount: Nanos;
}

const READ_AT_ONCE = 16;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/**
 * What a payee is owed, by currency; nothing where nothing was earned yet.
 * @throws Rejection `payee.not-found`
 */
export async function payeeBalances(
  ports: PayeeAccountPorts,
  tenant: string,
  payee: string,
): Promise<readonly PayeeBalance[]> {
  const cell = await readPayee(ports.books, tenant, payee);
  if (cell === undefined) await refuseUnknown(ports, tenant, payee);
  return cell?.balances ?? [];
}

/**
 * A page of a payee's documents past a place, in the order of the books, and where the next one begins.
 * @throws Rejection `payee.not-found`
 */
export async function payeeDocuments(
  ports: PayeeAccountPorts,
  tenant: string,
  asked: {
    readonly payee: string;
    readonly after: DocumentPlace | undefined;
    readonly limit: number;
  },
): Promise<{
  readonly documents: readonly OnPayeeAccount[];
  readonly next: DocumentPlace | undefined;
}> {
  const { payee, after = FIRST, limit } = asked;
  const entries = [];
  let next: DocumentPlace | undefined;
  for await (const entry of payeeDocumentsAfter(ports.books, tenant, { payee, after })) {
    if (entries.length === limit) {
      next = entries.at(-1);
      break;
    }
    entries.push(entry);
  }
  if (entries.length === 0) await refuseUnknown(ports, tenant, payee);
  const documents = await inParallel(READ_AT_ONCE, entries, async (entry) => {
    const document = await readDocument(ports.log, tenant, entry);
    invariant(isOfPayee(document), `${document.id} is about a payee`);
    return { document, amount: owedMore(document, payee) };
  });
  return { documents, next };
}

function owedMore({ postings }: PayeeDocument, payee: string): Nanos {
  const account = accountName({ kind: 'payable', payee });
  const own = postings.filter((one) => one.account === account);
  return nanosOf(own.reduce((sum, { amount }) => sum - amount, 0n));
}

/** What the books say nothing of may be there all the same. */
async function refuseUnknown(
  { payees, books }: PayeeAccountPorts,
  tenant: string,
  payee: string,
): Promise<void> {
  if ((await payees.get(tenant, payee)) !== undefined) return;
  if ((await readPayee(books, tenant, payee)) === undefined) throw payeeNotFound(payee);
}
