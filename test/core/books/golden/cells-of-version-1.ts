import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackedText } from '../../../../core/kernel/packed.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../../fakes/books.ts';

/** An item of the table of cells as it was before cells said their version. */
export interface ItemOfVersion1 {
  readonly pk: string;
  readonly sk: string;
  readonly version: string;
  readonly text?: string;
  /** Brotli, in base64. */
  readonly packed?: string;
}

/** Whose they are. */
export const goldenTenant = 'acme';

/**
 * Books of five customers, block by block, and all cells of them, as commit fbdfb75 wrote them. The customer `long` has
 * 82 documents of every kind: months void and billed again or forgiven, payments, a credit note.
 */
export const goldenBooks = JSON.parse(
  readFileSync(join(import.meta.dirname, 'cells-1.json'), 'utf8'),
) as { readonly blocks: readonly string[]; readonly cells: readonly ItemOfVersion1[] };

export const goldenText = ({ text, packed }: ItemOfVersion1): string =>
  text ?? unpackedText(Buffer.from(packed ?? '', 'base64'));

/** They, in memory. */
export async function goldenStores() {
  const log = new InMemoryBooksLog();
  for (const [index, bytes] of goldenBooks.blocks.entries()) {
    await log.append(goldenTenant, { seq: index + 1, bytes: Buffer.from(bytes, 'base64') });
  }
  const cells = new InMemoryBooksCells();
  for (const item of goldenBooks.cells) {
    const { pk: partition, sk: sort, version } = item;
    cells.keep({ partition, sort }, { version: Number(version), text: goldenText(item) });
  }
  return { log, cells };
}
