import type { Books } from './books.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import { pagedAfter } from './paged-documents.ts';
import type { PayeeCell } from './payee-cell.ts';

const keyOf = (payee: string) => ({ kind: 'payee', payee }) as const;

/** What a payee is owed, and its latest documents; undefined where the books know nothing of it. */
export async function readPayee(
  books: Books,
  tenant: string,
  payee: string,
): Promise<PayeeCell | undefined> {
  const key = keyOf(payee);
  return (await books.read(tenant, { cells: [key] })).at(key);
}

/** A payee's documents past a place in the log, in its order. Reads no page before that place but to find it. */
export const payeeDocumentsAfter = (
  books: Books,
  tenant: string,
  { payee, after }: { readonly payee: string; readonly after: DocumentPlace },
): AsyncGenerator<DocumentEntry> => pagedAfter(books, tenant, { key: keyOf(payee), after });
