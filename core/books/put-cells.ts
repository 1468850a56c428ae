import { inParallel } from '../kernel/in-parallel.ts';
import { isPage } from './cell.ts';
import type { PlacedCell } from './customer-pages.ts';
import type { BooksCells } from './ports.ts';

const HEAD = { kind: 'head' } as const;
const PUTS_AT_ONCE = 16;
/** Together some seconds: a block's cells are put in less, unless their writer has died. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1_600];

/**
 * Puts cells but for the head, pages before the customers and payees that count them; answers whether all are there.
 * What is left undone, because an answer was lost, the next writer does.
 */
export async function putCells(
  cells: BooksCells,
  tenant: string,
  folded: readonly PlacedCell[],
): Promise<boolean> {
  const pages = folded.filter(({ key }) => isPage(key));
  const others = folded.filter(({ key }) => !isPage(key) && key.kind !== 'head');
  return (await putThese(cells, tenant, pages)) && putThese(cells, tenant, others);
}

/**
 * Puts the head, if it is among them; answers whether that is done. To be done when all else of its blocks is put.
 * Where there was a head at block `from`, it is put over one only: cells that were emptied since begin with the first
 * block.
 */
export async function putHead(
  cells: BooksCells,
  tenant: string,
  { from, folded }: { readonly from: number; readonly folded: readonly PlacedCell[] },
): Promise<boolean> {
  const head = folded.find(({ key }) => key.kind === 'head');
  if (head === undefined) return true;
  const over = from === 0 ? 'any' : 'one that is there';
  return (await cells.put(tenant, HEAD, head.cell, over)) !== 'unknown';
}

/** Whether the head has a block in it, which it has after all cells of that block are put; waits for it to come. */
export async function isHeadPast(
  cells: BooksCells,
  tenant: string,
  block: number,
  pause: ((milliseconds: number) => Promise<void>) | undefined,
): Promise<boolean> {
  for (const milliseconds of pause === undefined ? [] : PAUSES_MS) {
    const [head] = await cells.read(tenant, [HEAD]);
    if ((head?.version ?? 0) >= block) return true;
    await pause?.(milliseconds);
  }
  return false;
}

async function putThese(
  cells: BooksCells,
  tenant: string,
  placed: readonly PlacedCell[],
): Promise<boolean> {
  const outcomes = await inParallel(PUTS_AT_ONCE, placed, ({ key, cell }) =>
    cells.put(tenant, key, cell),
  );
  return !outcomes.includes('unknown');
}
