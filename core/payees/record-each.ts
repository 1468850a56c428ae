import type { Books } from '../books/books.ts';
import type { CellKey } from '../books/cell.ts';
import type { Page } from '../books/page.ts';

/** As many as a block has room for. */
const ITEMS_AT_ONCE = 100;

/** What is looked at for one item, and what is decided of it: at most one document. */
interface DecisionOnEach<Item, Outcome> {
  cellsOf(item: Item): readonly CellKey[];
  originalsOf(item: Item): readonly string[];
  decide(page: Page, item: Item): Outcome;
}

/** Decides on items in their order, many in one block; answers what each of them came to. */
export async function recordEach<Item, Outcome>(
  books: Books,
  tenant: string,
  items: readonly Item[],
  decision: DecisionOnEach<Item, Outcome>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < items.length) {
    const next = items.slice(outcomes.length, outcomes.length + ITEMS_AT_ONCE);
    const decided = await books.record(tenant, {
      cells: next.flatMap((item) => decision.cellsOf(item)),
      originals: [...new Set(next.flatMap((item) => decision.originalsOf(item)))],
      decide: (page) => decidedOn(page, next, decision),
    });
    outcomes.push(...decided);
  }
  return outcomes;
}

/** Those that the page has room for: one at least. */
function decidedOn<Item, Outcome>(
  page: Page,
  items: readonly Item[],
  decision: Pick<DecisionOnEach<Item, Outcome>, 'decide'>,
): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const item of items) {
    if (page.isFull()) break;
    outcomes.push(decision.decide(page, item));
  }
  return outcomes;
}
