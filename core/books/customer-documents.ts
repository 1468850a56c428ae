import type { Books } from './books.ts';
import { type CustomerCell, type DocumentEntry, type DocumentPlace, placeOrder } from './cell.ts';

/** Most ask for few: each read takes twice as many pages as the one before. */
const pagesAtOnce = { first: 2, most: 32 };

/** What a customer owes and carries, and its latest documents; undefined where the books know nothing of it. */
export async function readCustomer(
  books: Books,
  tenant: string,
  customer: string,
): Promise<CustomerCell | undefined> {
  const key = { kind: 'customer', customer } as const;
  return (await books.read(tenant, { cells: [key] })).at(key);
}

/** A customer's documents past a place in the log, in its order. Reads no page before that place but to find it. */
export async function* documentsAfter(
  books: Books,
  tenant: string,
  { customer, after }: { readonly customer: string; readonly after: DocumentPlace },
): AsyncGenerator<DocumentEntry> {
  const cell = await readCustomer(books, tenant, customer);
  if (cell === undefined) return;
  const isAsked = (entry: DocumentEntry) => placeOrder(entry, after) > 0;
  let page = await firstPage(books, tenant, cell, isAsked);
  for (let size = pagesAtOnce.first; page < cell.pages; size = doubled(size)) {
    const last = Math.min(page + size, cell.pages);
    const pages = await books.readPages(tenant, customer, { from: page, to: last });
    yield* pages.flatMap(({ documents }) => documents).filter(isAsked);
    page = last;
  }
  yield* cell.documents.filter(isAsked);
}

/** A customer's documents from the latest back, or from the one before a place in the log. */
export async function* documentsBefore(
  books: Books,
  tenant: string,
  { customer, before }: { readonly customer: string; readonly before: DocumentPlace | undefined },
): AsyncGenerator<DocumentEntry> {
  const cell = await readCustomer(books, tenant, customer);
  if (cell === undefined) return;
  const isAsked = (entry: DocumentEntry) => before === undefined || placeOrder(entry, before) < 0;
  yield* cell.documents.filter(isAsked).toReversed();
  const isPast = (entry: DocumentEntry) => !isAsked(entry);
  let page =
    before === undefined
      ? cell.pages
      : Math.min((await firstPage(books, tenant, cell, isPast)) + 1, cell.pages);
  for (let size = pagesAtOnce.first; page > 0; size = doubled(size)) {
    const first = Math.max(page - size, 0);
    const pages = await books.readPages(tenant, customer, { from: first, to: page });
    yield* pages
      .flatMap(({ documents }) => documents)
      .filter(isAsked)
      .toReversed();
    page = first;
  }
}

const doubled = (size: number): number => Math.min(2 * size, pagesAtOnce.most);

/** The first full page whose last entry is `isPast`, as are all after it; the number of pages where there is none. */
async function firstPage(
  books: Books,
  tenant: string,
  { customer, pages, documents }: CustomerCell,
  isPast: (entry: DocumentEntry) => boolean,
): Promise<number> {
  const [next] = documents;
  if (next !== undefined && !isPast(next)) return pages;
  let [low, high] = [0, pages];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [page] = await books.readPages(tenant, customer, { from: middle, to: middle + 1 });
    const last = page?.documents.at(-1);
    if (last !== undefined && isPast(last)) high = middle;
    else low = middle + 1;
  }
  return low;
}
