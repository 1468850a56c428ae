import type { Month } from '../kernel/month.ts';
import { documentsIn } from './block.ts';
import { monthOf } from './kinds/kinds.ts';
import type { BooksLog } from './ports.ts';

/** Where so many blocks have statements alone, the first invoice is not looked for any further. */
const BLOCKS_MAX = 32;

/**
 * The months of the first documents, up to the first invoice; `none-issued` while there is no invoice. Block after
 * block is read until there is one: nearly always the first.
 */
export async function firstMonths(
  log: Pick<BooksLog, 'readOne'>,
  tenant: string,
): Promise<ReadonlySet<Month> | 'none-issued'> {
  const months = new Set<Month>();
  for (let seq = 1; seq <= BLOCKS_MAX; seq += 1) {
    const block = await log.readOne(tenant, seq);
    if (block === undefined) return 'none-issued';
    for (const document of documentsIn(block.bytes)) {
      const month = monthOf(document)?.period.month;
      if (month !== undefined) months.add(month);
      if (document.kind === 'invoice') return months;
    }
  }
  return months;
}
