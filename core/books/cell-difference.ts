import type { Cell } from './cell.ts';
import { cellText } from './cell-codec.ts';

/** How a cell that is kept is not what the log makes of it. */
export function cellDifference(
  cell: Cell | undefined,
  found: Cell | undefined,
): { readonly what: string; readonly expected: string; readonly found: string } | undefined {
  if (cell === undefined) return undefined;
  const expected = `block ${cell.version}`;
  if (found === undefined) return { what: 'is missing', expected, found: 'nothing' };
  if (found.version !== cell.version) {
    const what = `is at block ${found.version}, and the log has ${cell.version} for it`;
    return { what, expected, found: `block ${found.version}` };
  }
  const [made, kept] = [cellText(cell.value), cellText(found.value)];
  if (made === kept) return undefined;
  return { what: 'is not what the log makes of it', ...whereTheyDiffer(made, kept) };
}

const SHOWN_BEFORE = 60;
const SHOWN = 160;

/** Two texts that differ, from shortly before their first difference on. */
function whereTheyDiffer(
  made: string,
  kept: string,
): { readonly expected: string; readonly found: string } {
  let place = 0;
  while (made[place] === kept[place]) place += 1;
  const from = Math.max(0, place - SHOWN_BEFORE);
  const shown = (text: string) => text.slice(from, from + SHOWN).toWellFormed();
  return { expected: shown(made), found: shown(kept) };
}
