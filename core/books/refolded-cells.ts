import type { Cell, CellKey, FoldedKey } from './cell.ts';
import { keptCells, type PlacedCell } from './customer-pages.ts';
import { type BlockChanges, keyText } from './fold.ts';

/** The cells of a log, folded anew in memory from its first block on, each as it is kept. */
export class RefoldedCells {
  readonly #cells = new Map<string, PlacedCell>();

  /** Folds a block into one of the cells that it concerns. Throws `InvariantViolation` where it does not fold. */
  apply(changes: BlockChanges, key: FoldedKey): void {
    const cell = changes.applied(key, this.#cells.get(keyText(key))?.cell);
    const kept = cell === undefined ? [] : keptCells({ key, cell });
    for (const one of kept) this.#cells.set(keyText(one.key), one);
  }

  all(): readonly PlacedCell[] {
    return [...this.#cells.values()];
  }

  at(key: CellKey): Cell | undefined {
    return this.#cells.get(keyText(key))?.cell;
  }
}

/** Notes what a store has. A customer's cell from before there were pages has in it what is to become pages. */
export function noteKept(found: Map<string, Cell>, { key, cell }: PlacedCell): void {
  const [own, ...pages] = keptCells({ key, cell }).toReversed();
  if (own !== undefined) found.set(keyText(own.key), own.cell);
  for (const page of pages) {
    if (!found.has(keyText(page.key))) found.set(keyText(page.key), page.cell);
  }
}
