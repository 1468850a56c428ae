import type { Queue } from '../../kernel/queue.ts';
import { storedObjectFrom } from '../../kernel/stored.ts';

/** Documents that the books of a tenant have, and whose forms are to be stored. */
export interface DocumentsMessage {
  readonly tenant: string;
  readonly ids: readonly string[];
}

/** As many as a block of the books has, which are kept together; they are drawn within seconds. */
const IDS_PER_MESSAGE = 100;

/** Version 1, which says no version, has the same members. */
const VERSION = 2;

/** The reverse of what `announceDocuments` writes, of either version. Throws `InvariantViolation` for what is none. */
export function documentsMessageFrom(body: string): DocumentsMessage {
  const message = storedObjectFrom(body, 'a message of the documents queue');
  message.version(VERSION);
  return { tenant: message.text('tenant'), ids: message.texts('ids') };
}

/**
 * Says which documents the books have. To say it again changes nothing: whoever found them in the books says so once
 * more, as whoever wrote them may have died before. Throws when the queue did not take all: then what led here is done
 * again.
 */
export async function announceDocuments(
  queue: Queue,
  tenant: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const bodies = Array.from({ length: Math.ceil(ids.length / IDS_PER_MESSAGE) }, (_, index) =>
    JSON.stringify({
      version: VERSION,
      tenant,
      ids: ids.slice(index * IDS_PER_MESSAGE, (index + 1) * IDS_PER_MESSAGE),
    } satisfies DocumentsMessage & { readonly version: number }),
  );
  if ((await queue.send(bodies)) === 'sent') return;
  throw new Error(`the documents queue did not take all of ${bodies.length} messages`);
}
