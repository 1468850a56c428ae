import type { Month } from '../kernel/month.ts';
import type { Books } from './books.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import { pagedAfter, pagedBefore } from './paged-documents.ts';
import type { PayeeCell, PayeeMonthCell } from './payee-cell.ts';

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

/** What a payee has earned of a month, as it was posted; undefined where nothing ever was. */
export async function readPayeeMonth(
  books: Books,
  tenant: string,
  { payee, month }: { readonly payee: string; readonly month: Month },
): Promise<PayeeMonthCell | undefined> {
  const key = { kind: 'payee-month', month, payee } as const;
  return (await books.read(tenant, { cells: [key] })).at(key);
}

/** A payee's documents past a place in the log, in its order. Reads no page before that place but to find it. */
export const payeeDocumentsAfter = (
  books: Books,
  tenant: string,
  { payee, after }: { readonly payee: string; readonly after: DocumentPlace },
): AsyncGenerator<DocumentEntry> => pagedAfter(books, tenant, { key: keyOf(payee), after });

/** A payee's documents from the latest back, or from the one before a place in the log. */
export const payeeDocumentsBefore = (
  books: Books,
  tenant: string,
  { payee, before }: { readonly payee: string; readonly before: DocumentPlace | undefined },
): AsyncGenerator<DocumentEntry> => pagedBefore(books, tenant, { key: keyOf(payee), before });
