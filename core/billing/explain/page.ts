/**
 * What one page may have on the wire, roughly: an answer of a function is limited to 6 MB, and has more than texts in
 * it.
 */
const PAGE_BYTES_MAX = 3_000_000;

/** At most `limit` items from the first on, and no more than an answer takes; at least one, where there is any. */
export function onePage<Item>(
  items: readonly Item[],
  limit: number,
  textsOf: (item: Item) => readonly (string | null)[],
): Item[] {
  let bytes = 0;
  const page: Item[] = [];
  for (const item of items.slice(0, limit)) {
    bytes += Buffer.byteLength(JSON.stringify(textsOf(item)));
    if (page.length > 0 && bytes > PAGE_BYTES_MAX) return page;
    page.push(item);
  }
  return page;
}
