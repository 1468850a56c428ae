import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { QueuedMessage } from '../support/engines.ts';

const open = (directory: string): DatabaseSync =>
  new DatabaseSync(join(directory, 'sqs', 'fauxqs.db'));

/** Has every message that is sent from now on kept beside its queue, too. */
export function captureMessages(directory: string): void {
  const db = open(directory);
  db.exec(`
    CREATE TABLE captured AS SELECT * FROM sqs_messages WHERE 0;
    CREATE TRIGGER capture AFTER INSERT ON sqs_messages BEGIN
      INSERT INTO captured SELECT * FROM sqs_messages WHERE message_id = NEW.message_id;
    END;
  `);
  db.close();
}

/** All that were captured, in the order in which they were sent. */
export function capturedMessages(directory: string): readonly QueuedMessage[] {
  const db = open(directory);
  const rows = db.prepare('SELECT queue_name, body FROM captured ORDER BY rowid').all();
  db.close();
  return rows.map((row) => ({
    queue: logicalId(String(row['queue_name'])),
    body: String(row['body']),
  }));
}

const logicalId = (name: string): string => name.replace(/^Farthing-/, '');

/**
 * Puts messages back into their queues, as those have them whose consumer died, and forgets all that were captured, and
 * most PDFs: they are most of the bytes, and are drawn again when they are asked for.
 */
export function putBack(directory: string, messages: readonly QueuedMessage[]): void {
  const db = open(directory);
  db.exec('DROP TRIGGER capture');
  const again = db.prepare(`
    INSERT OR IGNORE INTO sqs_messages
      SELECT * FROM captured WHERE rowid = (SELECT max(rowid) FROM captured WHERE body = ?)
  `);
  for (const { body } of messages) again.run(body);
  db.exec(`
    DROP TABLE captured;
    DELETE FROM s3_objects WHERE key LIKE '%.pdf' AND key <>
      (SELECT min(key) FROM s3_objects WHERE key LIKE '%.pdf');
    UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL;
    PRAGMA wal_checkpoint(TRUNCATE);
    VACUUM;
  `);
  db.close();
}

/** The last of each shape: of each queue, tenant, kind, month, and set of members; all that name documents. */
export function oneOfEachShape(messages: readonly QueuedMessage[]): readonly QueuedMessage[] {
  const shapes = new Map<string, QueuedMessage>();
  for (const message of messages) shapes.set(`${message.queue} ${shapeOf(message.body)}`, message);
  return [...shapes.values()];
}

function shapeOf(body: string): string {
  if (!body.startsWith('{')) return body.slice(0, body.indexOf('\n'));
  const members = JSON.parse(body) as Readonly<Record<string, unknown>>;
  const { tenant, kind, period, asked, again, overrides, ids } = members;
  const isOverruled = Array.isArray(overrides) && overrides.length > 0;
  return JSON.stringify([
    ids,
    tenant,
    kind,
    period,
    asked,
    again,
    isOverruled,
    Object.keys(members).sort(),
  ]);
}
