import { StoredObject, storedObjectFrom } from '../../kernel/stored.ts';
import { timestampOf } from '../../kernel/timestamp.ts';
import type { UsageEvent } from '../usage-event.ts';
import type { QuarantineEntry } from './ports.ts';

/** Version 1, which says no version, has the same members. */
const VERSION = 2;

/** An entry of the quarantine as JSON text, to be kept. */
export const entryText = (entry: QuarantineEntry): string =>
  JSON.stringify({ version: VERSION, ...entry });

/** The reverse of `entryText`, of either version. Throws `InvariantViolation` for what is none. */
export function entryFrom(text: string): QuarantineEntry {
  const entry = storedObjectFrom(text, 'an entry of the quarantine');
  entry.version(VERSION);
  return {
    id: entry.text('id'),
    tenant: entry.text('tenant'),
    reason: entry.oneOf('reason', ['conflict', 'too-old']),
    detail: entry.text('detail'),
    event: eventIn(new StoredObject(entry.value('event'), 'the event of an entry')),
    quarantinedAt: timestampOf(entry.integer('quarantinedAt')),
    ...(entry.has('holds') ? { holds: entry.oneOf('holds', ['payer']) } : {}),
    status: entry.oneOf('status', ['open', 'retried', 'dismissed']),
    ...(entry.has('dismissal') ? { dismissal: entry.text('dismissal') } : {}),
    revision: entry.integer('revision'),
  };
}

const eventIn = (event: StoredObject): UsageEvent => ({
  source: event.text('source'),
  id: event.text('id'),
  type: event.text('type'),
  subject: event.text('subject'),
  occurredAt: timestampOf(event.integer('occurredAt')),
  data: event.has('data') ? event.text('data') : undefined,
});
