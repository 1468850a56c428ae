import type { Books } from '../../books/books.ts';
import type { BooksLog } from '../../books/ports.ts';
import { findDocument, findNumber } from '../../books/reading.ts';
import { statementIn } from '../../books/statement-in.ts';
import type { PayeeStatement } from '../../contract/payee-statements/statement.ts';
import { Rejection } from '../../kernel/rejection.ts';

interface FindingPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/**
 * A payee's statement by its id or its number; of one payee alone, where it is named.
 * @throws Rejection `payee-statement.not-found`
 */
export async function findStatement(
  ports: FindingPorts,
  tenant: string,
  idOrNumber: string,
  payee?: string,
): Promise<PayeeStatement> {
  const found =
    (await findDocument(ports, tenant, idOrNumber)) ?? (await byNumber(ports, tenant, idOrNumber));
  const document = found?.document;
  // Whoever guesses numbers of others is told nothing of them.
  if (document?.kind === 'payee-statement' && (payee ?? document.payee) === document.payee) {
    return statementIn(document);
  }
  throw new Rejection(
    'payee-statement.not-found',
    `name a statement of a payee by its id or number, got ${JSON.stringify(idOrNumber.slice(0, 80))}`,
    { param: 'id' },
  );
}

async function byNumber(ports: FindingPorts, tenant: string, number: string) {
  const id = await findNumber(ports.books, tenant, number);
  return id === undefined ? undefined : findDocument(ports, tenant, id);
}
