/** The first things by payer past a place, of those that come in any order: of each page as many as it has room for. */
export class PayerPage<Item extends { readonly customer: string }> {
  readonly #after: string;
  readonly #limit: number;
  /** By customer; one more than a page, which says that there are others. */
  readonly #first: Item[] = [];

  constructor({ after, limit }: { readonly after: string; readonly limit: number }) {
    this.#after = after;
    this.#limit = limit;
  }

  add(item: Item): void {
    const last = this.#first.at(-1);
    const isFull = this.#first.length > this.#limit;
    if (item.customer <= this.#after) return;
    if (isFull && last !== undefined && last.customer <= item.customer) return;
    const at = this.#first.findLastIndex(({ customer }) => customer < item.customer) + 1;
    this.#first.splice(at, 0, item);
    if (isFull) this.#first.pop();
  }

  /** The page, and its last payer where there are more. */
  page(): { readonly items: readonly Item[]; readonly next: string | undefined } {
    const items = this.#first.slice(0, this.#limit);
    const hasMore = this.#first.length > this.#limit;
    return { items, next: hasMore ? items.at(-1)?.customer : undefined };
  }
}
