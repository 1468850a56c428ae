import type { Cell, CellKey } from './cell.ts';
import { keyText } from './fold.ts';
import type { BooksCells } from './ports.ts';

/** Adds to what was read, by `keyText`, those of the keys that it does not have. */
export async function loadCells(
  cells: Pick<BooksCells, 'read'>,
  tenant: string,
  read: Map<string, Cell | undefined>,
  keys: readonly CellKey[],
): Promise<void> {
  const missing = [...new Map(keys.map((key) => [keyText(key), key]))].filter(
    ([text]) => !read.has(text),
  );
  if (missing.length === 0) return;
  const found = await cells.read(
    tenant,
    missing.map(([, key]) => key),
  );
  for (const [index, [text]] of missing.entries()) read.set(text, found[index]);
}
