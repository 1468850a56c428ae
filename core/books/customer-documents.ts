import type { Books } from './books.ts';
import type { CustomerCell } from './cell.ts';
import type { DocumentEntry, DocumentPlace } from './document-entry.ts';
import { pagedAfter, pagedBefore } from './paged-documents.ts';

const keyOf = (customer: string) => ({ kind: 'customer', customer }) as const;

/** What a customer owes and carries, and its latest documents; undefined where the books know nothing of it. */
export async function readCustomer(
  books: Books,
  tenant: string,
  customer: string,
): Promise<CustomerCell | undefined> {
  const key = keyOf(customer);
  return (await books.read(tenant, { cells: [key] })).at(key);
}

/** A customer's documents past a place in the log, in its order. Reads no page before that place but to find it. */
export const documentsAfter = (
  books: Books,
  tenant: string,
  { customer, after }: { readonly customer: string; readonly after: DocumentPlace },
): AsyncGenerator<DocumentEntry> => pagedAfter(books, tenant, { key: keyOf(customer), after });

/** A customer's documents from the latest back, or from the one before a place in the log. */
export const documentsBefore = (
  books: Books,
  tenant: string,
  { customer, before }: { readonly customer: string; readonly before: DocumentPlace | undefined },
): AsyncGenerator<DocumentEntry> => pagedBefore(books, tenant, { key: keyOf(customer), before });
