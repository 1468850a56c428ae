import type { Cell, CellKey } from './cell.ts';
import { keptCells, type PlacedCell } from './customer-pages.ts';
import { type BlockChanges, keyText } from './fold.ts';

/** Those of the cells that blocks change, as they are kept. */
export const placed = (
  keys: readonly CellKey[],
  stored: ReadonlyMap<string, Cell | undefined>,
  blocks: readonly BlockChanges[],
): PlacedCell[] =>
  [...new Map(keys.map((key) => [keyText(key), key]))].flatMap(([text, key]) => {
    const before = stored.get(text);
    const cell = foldedInto(before, key, blocks);
    return cell === undefined || cell === before ? [] : keptCells({ key, cell });
  });

/** A cell with blocks in it, of those it does not have yet. */
export const foldedInto = (
  cell: Cell | undefined,
  key: CellKey,
  blocks: readonly BlockChanges[],
): Cell | undefined =>
  blocks.reduce<Cell | undefined>((before, block) => block.applied(key, before), cell);
