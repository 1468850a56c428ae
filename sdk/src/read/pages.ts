import { GatewayError } from './errors.ts';

/** A list that comes in pages, which are asked for as they are needed: `for await (const item of list)`. */
export interface Pages<Page, Item> extends AsyncIterable<Item> {
  /** The pages themselves, for what they say beside their items. */
  pages(): AsyncIterable<Page>;
  /** All items, up to the last page. */
  all(): Promise<Item[]>;
}

export function pagesOf<Page extends { readonly nextCursor?: string }, Item>(
  pageAt: (cursor: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Pages<Page, Item> {
  async function* pages(): AsyncGenerator<Page, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await pageAt(cursor);
      yield page;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
  async function* items(): AsyncGenerator<Item, void, undefined> {
    for await (const page of pages()) {
      const listed: unknown = itemsOf(page);
      if (!Array.isArray(listed))
        throw new GatewayError(200, 'the answer has no list of what was asked for');
      yield* listed as Item[];
    }
  }
  return {
    [Symbol.asyncIterator]: items,
    pages,
    async all() {
      const all: Item[] = [];
      for await (const item of items()) all.push(item);
      return all;
    },
  };
}
