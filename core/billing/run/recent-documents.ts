import { documentsIn } from '../../books/block.ts';
import { contentOf } from '../../books/kinds/kinds.ts';
import type { BooksLog } from '../../books/ports.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';

/**
 * Ids of the documents with forms that the last of a tenant's `blocks` hold, back to those recorded before `since`; the
 * newest block first.
 */
export async function recentDocuments(
  log: Pick<BooksLog, 'readOne'>,
  tenant: string,
  { blocks, since }: { readonly blocks: number; readonly since: Timestamp },
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let seq = blocks; seq >= 1; seq -= 1) {
    const block = await log.readOne(tenant, seq);
    invariant(block !== undefined, `the books have block ${seq}`);
    const documents = documentsIn(block.bytes);
    for (const document of documents) {
      if (contentOf(document) !== undefined && document.recordedAt >= since) ids.push(document.id);
    }
    // Blocks are recorded in order, and none is empty.
    if ((documents[0]?.recordedAt ?? since) < since) break;
  }
  return ids;
}
