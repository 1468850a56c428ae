import { rfc3339, type Timestamp } from '../../kernel/timestamp.ts';
import { contentCheckOf, identityOf, type UsageEvent } from '../usage-event.ts';
import type { QuarantineEntry, QuarantineReason } from './ports.ts';

const detailOf: Record<QuarantineReason, (event: UsageEvent) => string> = {
  conflict: ({ source, id }) =>
    `another event with source ${JSON.stringify(source)} and id ${JSON.stringify(id)} came first: give every event an id of its own`,
  'too-old': ({ occurredAt }) =>
    `it occurred at ${rfc3339(occurredAt)}, longer ago than is counted without a person's say: retry it to count it, or dismiss it`,
};

/**
 * The first entry for an event that could not be counted; its id is a function of the event, so a redelivery makes no
 * second one.
 */
export function quarantineEntryOf(
  tenant: string,
  event: UsageEvent,
  reason: QuarantineReason,
  quarantinedAt: Timestamp,
): QuarantineEntry {
  const identity = Buffer.from(identityOf(tenant, event)).toString('hex');
  const check = contentCheckOf(event).toString(16).padStart(8, '0');
  return {
    id: `${identity}-${check}`,
    tenant,
    reason,
    detail: detailOf[reason](event),
    event,
    quarantinedAt,
    holds: 'payer',
    status: 'open',
    revision: 1,
  };
}
