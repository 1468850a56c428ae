import type { Queue } from '../../kernel/queue.ts';
import { type StoredObject, storedObjectFrom } from '../../kernel/stored.ts';

/** A file that was put into the bucket, by its key. */
interface PutMessage {
  readonly kind: 'put';
  readonly keys: readonly string[];
}

/** Goes on with a drop. */
interface DropMessage {
  readonly kind: 'drop';
  readonly tenant: string;
  readonly id: string;
}

export type DropsMessage = PutMessage | DropMessage;

const VERSION = 1;

/** A message of ours, or what S3 tells of. */
export function dropsMessageFrom(body: string): DropsMessage {
  const message = storedObjectFrom(body, 'a message of the drops queue');
  // S3 sends a test when it is told whom to tell.
  if (message.has('Event')) return { kind: 'put', keys: [] };
  if (message.has('Records')) {
    return { kind: 'put', keys: message.objects('Records').flatMap(keyOf) };
  }
  message.version(VERSION);
  const kind = message.oneOf('kind', ['drop']);
  return { kind, tenant: message.text('tenant'), id: message.text('id') };
}

/** As in the query of a URL. */
const keyOf = (record: StoredObject): readonly string[] => {
  if (!record.text('eventName').startsWith('ObjectCreated:')) return [];
  const key = record.object('s3').object('object').text('key');
  return [decodeURIComponent(key.replaceAll('+', ' '))];
};

/** Throws when the queue did not take it: then what led here is done again. */
export async function sendDrop(queue: Queue, message: DropMessage): Promise<void> {
  const sent = await queue.send([JSON.stringify({ version: VERSION, ...message })]);
  if (sent !== 'sent') throw new Error(`the drops queue did not take drop ${message.id}`);
}
