/** A page of a list, and the place after which the next one begins; undefined where there is no other. */
export interface ListPage<Item, Place> {
  readonly items: readonly Item[];
  readonly next: Place | undefined;
}

/** A page after which the list goes on past its last item: unless it is empty, or `more` says that there are none. */
export function pageUpTo<Item, Place>(
  items: readonly Item[],
  placeOf: (item: Item) => Place,
  more = true,
): ListPage<Item, Place> {
  const last = items.at(-1);
  return { items, next: last === undefined || !more ? undefined : placeOf(last) };
}

/** All pages of a list past a place. The next is read when it is asked for. */
export async function* pagesPast<Item, Place>(
  place: Place,
  read: (after: Place) => Promise<ListPage<Item, Place>>,
): AsyncGenerator<readonly Item[]> {
  let after: Place | undefined = place;
  while (after !== undefined) {
    const { items, next }: ListPage<Item, Place> = await read(after);
    yield items;
    after = next;
  }
}

/** All items of a list past a place, page by page. */
export async function* itemsPast<Item, Place>(
  place: Place,
  read: (after: Place) => Promise<ListPage<Item, Place>>,
): AsyncGenerator<Item> {
  for await (const items of pagesPast(place, read)) yield* items;
}
