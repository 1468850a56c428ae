import { inParallel } from '../../kernel/in-parallel.ts';
import { minuteOf } from '../flow.ts';
import { eventMessageBodies } from '../intake/event-message.ts';
import type { Quarantine, QuarantineEntry } from './ports.ts';
import { changeEntry, queueUnavailable, type ReviewPorts } from './quarantine-review.ts';

/** Which of a tenant's open entries: those that have all that is given. */
export interface EntriesFilter {
  readonly reason?: QuarantineEntry['reason'] | undefined;
  readonly source?: string | undefined;
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
}

/** A part of the entries that fit. */
export interface EntriesPart {
  readonly tenant: string;
  readonly filter: EntriesFilter;
  /** The id before the first. */
  readonly after: string;
}

/** What was done. */
export interface EntriesChange {
  readonly done: number;
  /** Entries that fit and were left as they are. */
  readonly skipped: number;
  /** After which id to go on, if there may be more. */
  readonly next: string | undefined;
}

/** Entries that are looked at in one call, so that it ends. */
const LOOKED_AT_MAX = 1_000;
const AT_ONCE = 16;

async function openEntries(
  quarantine: Quarantine,
  { tenant, filter, after }: EntriesPart,
): Promise<{ readonly open: readonly QuarantineEntry[]; readonly next: string | undefined }> {
  const entries = await quarantine.list(tenant, { after, limit: LOOKED_AT_MAX });
  const open = entries.filter((entry) => entry.status === 'open' && fits(entry, filter));
  return { open, next: entries.length < LOOKED_AT_MAX ? undefined : entries.at(-1)?.id };
}

const fits = ({ reason, event }: QuarantineEntry, filter: EntriesFilter): boolean =>
  (filter.reason ?? reason) === reason &&
  (filter.source ?? event.source) === event.source &&
  (filter.type ?? event.type) === event.type &&
  (filter.subject ?? event.subject) === event.subject;

/** Closes entries without counting their events; what somebody closes meanwhile stays as it was closed. */
export async function dismissMany(
  quarantine: Quarantine,
  many: EntriesPart,
  reason: string,
): Promise<EntriesChange> {
  const { open, next } = await openEntries(quarantine, many);
  const changed = await inParallel(AT_ONCE, open, (entry) =>
    changeEntry(quarantine, entry, (current) =>
      current.status === 'open'
        ? { ...current, status: 'dismissed', dismissal: reason }
        : undefined,
    ),
  );
  const done = changed.filter(({ dismissal }) => dismissal === reason).length;
  return { done, skipped: open.length - done, next };
}

/**
 * Sends events through the pipeline again, however old they are, then marks their entries. Sent first, as one entry is.
 * A conflict is left: its identity belongs to another event.
 * @throws Rejection `queue.unavailable` with nothing marked
 */
export async function retryMany(
  { quarantine, events, clock, onAccepted }: ReviewPorts,
  many: EntriesPart,
): Promise<EntriesChange> {
  const { open, next } = await openEntries(quarantine, many);
  const { tenant } = many;
  const retriable = open.filter(({ reason }) => reason !== 'conflict');
  // Somebody may have dismissed some since: what is not open any more is not counted.
  const known = await inParallel(AT_ONCE, retriable, ({ id }) => quarantine.get(tenant, id));
  const wanted = known.flatMap((entry) => (entry?.status === 'open' ? [entry] : []));
  const acceptedMinute = minuteOf(clock.now());
  const sent = wanted.map(({ event }) => event);
  const bodies = eventMessageBodies({ tenant, admitted: true, events: sent, acceptedMinute });
  if (bodies.length > 0 && (await events.send(bodies)) === 'unavailable') throw queueUnavailable();
  if (sent.length > 0) onAccepted({ acceptedMinute, events: sent.length });
  const changed = await inParallel(AT_ONCE, wanted, (entry) =>
    changeEntry(quarantine, entry, (current) =>
      current.status === 'open' ? { ...current, status: 'retried' } : undefined,
    ),
  );
  const done = changed.filter(({ status }) => status === 'retried').length;
  return { done, skipped: open.length - done, next };
}
