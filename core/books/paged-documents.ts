import type { Books } from './books.ts';
import type { Paged, PagedKey } from './customer-pages.ts';
import { type DocumentEntry, type DocumentPlace, placeOrder } from './document-entry.ts';

/** Most ask for few: each read takes twice as many pages as the one before. */
const pagesAtOnce = { first: 2, most: 32 };

/** Documents past a place in the log, in its order. Reads no page before that place but to find it. */
export async function* pagedAfter(
  books: Books,
  tenant: string,
  { key, after }: { readonly key: PagedKey; readonly after: DocumentPlace },
): AsyncGenerator<DocumentEntry> {
  const cell = await readPaged(books, tenant, key);
  if (cell === undefined) return;
  const isAsked = (entry: DocumentEntry) => placeOrder(entry, after) > 0;
  let page = await firstPage(books, tenant, { key, cell, isPast: isAsked });
  for (let size = pagesAtOnce.first; page < cell.pages; size = doubled(size)) {
    const last = Math.min(page + size, cell.pages);
    const pages = await books.readPages(tenant, key, { from: page, to: last });
    yield* pages.flatMap(({ documents }) => documents).filter(isAsked);
    page = last;
  }
  yield* cell.documents.filter(isAsked);
}

/** Documents from the latest back, or from the one before a place in the log. */
export async function* pagedBefore(
  books: Books,
  tenant: string,
  { key, before }: { readonly key: PagedKey; readonly before: DocumentPlace | undefined },
): AsyncGenerator<DocumentEntry> {
  const cell = await readPaged(books, tenant, key);
  if (cell === undefined) return;
  const isAsked = (entry: DocumentEntry) => before === undefined || placeOrder(entry, before) < 0;
  yield* cell.documents.filter(isAsked).toReversed();
  const isPast = (entry: DocumentEntry) => !isAsked(entry);
  let page =
    before === undefined
      ? cell.pages
      : Math.min((await firstPage(books, tenant, { key, cell, isPast })) + 1, cell.pages);
  for (let size = pagesAtOnce.first; page > 0; size = doubled(size)) {
    const first = Math.max(page - size, 0);
    const pages = await books.readPages(tenant, key, { from: first, to: page });
    yield* pages
      .flatMap(({ documents }) => documents)
      .filter(isAsked)
      .toReversed();
    page = first;
  }
}

const readPaged = async (books: Books, tenant: string, key: PagedKey): Promise<Paged | undefined> =>
  (await books.read(tenant, { cells: [key] })).at(key);

const doubled = (size: number): number => Math.min(2 * size, pagesAtOnce.most);

/** The first full page whose last entry is `isPast`, as are all after it; the number of pages where there is none. */
async function firstPage(
  books: Books,
  tenant: string,
  asked: {
    readonly key: PagedKey;
    readonly cell: Paged;
    readonly isPast: (entry: DocumentEntry) => boolean;
  },
): Promise<number> {
  const { key, isPast } = asked;
  const { pages, documents } = asked.cell;
  const [next] = documents;
  if (next !== undefined && !isPast(next)) return pages;
  let [low, high] = [0, pages];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [page] = await books.readPages(tenant, key, { from: middle, to: middle + 1 });
    const last = page?.documents.at(-1);
    if (last !== undefined && isPast(last)) high = middle;
    else low = middle + 1;
  }
  return low;
}
