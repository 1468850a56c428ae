import type { Queue } from '../../metering/ports.ts';

/** Documents that the books of a tenant have, and whose forms are to be stored. */
export interface DocumentsMessage {
  readonly tenant: string;
  readonly ids: readonly string[];
}

/** As many as are drawn within seconds. */
const IDS_PER_MESSAGE = 20;

/** The reverse of what `announceDocuments` writes. */
export const documentsMessageFrom = (body: string): DocumentsMessage =>
  JSON.parse(body) as DocumentsMessage;

/**
 * Says which documents the books have. To say it again changes nothing: whoever found them in the books says so once more, as
 * whoever wrote them may have died before.
 * Throws when the queue did not take all: then what led here is done again.
 */
export async function announceDocuments(
  queue: Queue,
  tenant: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const bodies = Array.from({ length: Math.ceil(ids.length / IDS_PER_MESSAGE) }, (_, index) =>
    JSON.stringify({
      tenant,
      ids: ids.slice(index * IDS_PER_MESSAGE, (index + 1) * IDS_PER_MESSAGE),
    } satisfies DocumentsMessage),
  );
  if ((await queue.send(bodies)) === 'sent') return;
  throw new Error(`the documents queue did not take all of ${bodies.length} messages`);
}
