import type { Clock } from '../../kernel/clock.ts';
import type { Queue } from '../../kernel/queue.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type FlowOfAccepted, minuteOf } from '../flow.ts';
import { eventMessageBodies } from '../intake/event-message.ts';
import type { Quarantine, QuarantineEntry } from './ports.ts';

const ATTEMPTS_MAX = 10;

/** Where a quarantined event is. */
export interface EntryKey {
  readonly tenant: string;
  readonly id: string;
}

/** The entry. @throws Rejection `quarantine.not-found`, also for another tenant's. */
export async function findEntry(
  quarantine: Quarantine,
  { tenant, id }: EntryKey,
): Promise<QuarantineEntry> {
  const entry = await quarantine.get(tenant, id);
  if (entry !== undefined) return entry;
  throw new Rejection(
    'quarantine.not-found',
    `see GET /v1/quarantine for what is there: there is no entry ${JSON.stringify(id.slice(0, 100).toWellFormed())}`,
    { param: 'id' },
  );
}

/** What sends an event through the pipeline again. */
export interface ReviewPorts extends FlowOfAccepted {
  readonly quarantine: Quarantine;
  readonly events: Queue;
  readonly clock: Clock;
}

/**
 * Sends the event through the pipeline again, let in however old it is, then marks the entry as retried. Sent first, so
 * that no event is marked and lost; sent twice, it counts once. A repeat sends it again: whoever asks may have reason
 * to.
 * @throws Rejection `quarantine.identity-taken` for an event whose identity belongs to another,
 * `quarantine.already-closed` for a dismissed one, `queue.unavailable` with nothing changed.
 */
export async function retryEntry(
  { quarantine, events, clock, onAccepted }: ReviewPorts,
  key: EntryKey,
): Promise<QuarantineEntry> {
  const entry = await findEntry(quarantine, key);
  refuseRetry(entry);
  const { tenant, event } = entry;
  const acceptedMinute = minuteOf(clock.now());
  const bodies = eventMessageBodies({ tenant, admitted: true, events: [event], acceptedMinute });
  if ((await events.send(bodies)) === 'unavailable') {
    throw queueUnavailable();
  }
  onAccepted({ acceptedMinute, events: 1 });
  return changeEntry(quarantine, entry, (current) =>
    current.status === 'open' ? { ...current, status: 'retried' } : undefined,
  );
}

export const queueUnavailable = (): Rejection =>
  new Rejection(
    'queue.unavailable',
    'send the request again, after the seconds that Retry-After says: an event counts once, even if it got through',
  );

function refuseRetry({ reason, status, event }: QuarantineEntry): void {
  if (reason === 'conflict') {
    throw new Rejection(
      'quarantine.identity-taken',
      `dismiss it, and send what it says as an event with an id of its own if it should count: source ${JSON.stringify(event.source)} and id ${JSON.stringify(event.id)} belong to an event with other content, for good`,
    );
  }
  if (status === 'dismissed') throw alreadyClosed('it was dismissed; send the event itself again');
}

/**
 * Closes the entry without counting its event.
 * @throws Rejection `quarantine.already-closed` where it was closed in another way.
 */
export async function dismissEntry(
  quarantine: Quarantine,
  key: EntryKey,
  reason: string,
): Promise<QuarantineEntry> {
  const entry = await findEntry(quarantine, key);
  return changeEntry(quarantine, entry, (current) => {
    if (current.status === 'retried') throw alreadyClosed('it was retried, and may have counted');
    if (current.status === 'open') return { ...current, status: 'dismissed', dismissal: reason };
    if (current.dismissal === reason) return undefined;
    throw alreadyClosed(`it was dismissed before: ${current.dismissal ?? ''}`);
  });
}

const alreadyClosed = (why: string): Rejection =>
  new Rejection('quarantine.already-closed', `leave this entry as it is: ${why}`);

/** Puts what `next` makes of the entry, until that is certain; the entry itself where it makes nothing of it. */
export async function changeEntry(
  quarantine: Quarantine,
  entry: QuarantineEntry,
  next: (current: QuarantineEntry) => QuarantineEntry | undefined,
): Promise<QuarantineEntry> {
  let current = entry;
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const changed = next(current);
    if (changed === undefined) return current;
    const put = { ...changed, revision: current.revision + 1 };
    if ((await quarantine.put(put)) === 'put') return put;
    current = await findEntry(quarantine, current);
  }
  throw new Error(`the entry ${entry.id} was changed by others ${ATTEMPTS_MAX} times in a row`);
}
