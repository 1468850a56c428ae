import type { Period, Timestamp } from '../../kernel/timestamp.ts';
import { type EventPlace, latestFirst, placeAt } from '../../metering/log/event-place.ts';
import {
  type LatestPorts,
  type LoggedEvent,
  latestEvents,
} from '../../metering/log/latest-events.ts';
import type { Pseudonyms } from '../../metering/pseudonyms/pseudonyms.ts';
import { entriesWithin } from '../../metering/quarantine/latest-entries.ts';
import type { Quarantine, QuarantineEntry } from '../../metering/quarantine/ports.ts';
import type { UsageEvent } from '../../metering/usage-event.ts';
import { onePage } from '../explain/page.ts';
import type { UnbilledPorts } from '../unbilled/list-unbilled.ts';
import { countedOutcomes, type EventOutcome } from './event-outcome.ts';

/** What the last events and what became of them is read from. */
export interface EventListPorts extends UnbilledPorts {
  readonly latest: LatestPorts['latest'];
  readonly quarantine: Quarantine;
  /** Left out where subjects have none. */
  readonly pseudonyms?: Pick<Pseudonyms, 'find'> | undefined;
}

/** Whose last events are asked for, and when. */
export interface EventListQuestion {
  readonly subject: string | undefined;
  readonly period: Period;
  /** Those after this place, which is before them in time. */
  readonly after: EventPlace | undefined;
  readonly limit: number;
}

/** An event, and what became of it. */
export interface ListedEvent {
  readonly event: UsageEvent;
  readonly outcome: EventOutcome;
  /** Its entry, of an event that is in quarantine, or was and was let in. */
  readonly entry: QuarantineEntry | undefined;
}

/** A page of events, the last first. */
export interface EventPage {
  readonly events: readonly ListedEvent[];
  readonly next: EventPlace | undefined;
  /** Whether quarantine has more entries than are looked at. */
  readonly isPartial: boolean;
}

/** An event where it stands in the list: of the log, and also of quarantine where it was let in; or of quarantine. */
type FoundEvent = { readonly place: EventPlace } & (
  | { readonly logged: LoggedEvent; readonly entry: QuarantineEntry | undefined }
  | { readonly logged?: undefined; readonly entry: QuarantineEntry }
);

/**
 * The last events of a subject, or of the tenant, and what became of each: those that the log has, and those that are
 * in quarantine. What waits in a queue is in neither yet. A page may be short, or empty, before the last.
 */
export async function listEvents(
  ports: EventListPorts,
  tenant: string,
  { subject, period, after, limit }: EventListQuestion,
): Promise<EventPage> {
  const subjects = subject === undefined ? undefined : await namesOf(ports, tenant, subject);
  const { shardEpochs } = ports.rating;
  const asked = { tenant, subjects, period, after, limit };
  const [{ found, reached }, { entries, isPartial }] = await Promise.all([
    latestEvents({ latest: ports.latest, shardEpochs }, asked),
    entriesWithin(ports.quarantine, tenant, { subjects, period }),
  ]);
  const all = together(
    found,
    entries.filter((entry) => isLookedAt(entryPlace(entry), { after, reached })),
  );
  const page = all.slice(0, limit);
  const logged = page.flatMap((one) => one.logged ?? []);
  const outcomes = await countedOutcomes(ports, tenant, logged);
  const listed = onePage(
    page.map((one) => listedEvent(one, outcomes, subject)),
    limit,
    textsOf,
  );
  const rest = reached === undefined ? undefined : placeAt(reached);
  const next = listed.length < all.length ? page[listed.length - 1]?.place : rest;
  return { events: listed, next, isPartial };
}

/** What a subject's usage may be recorded under. */
async function namesOf(
  { pseudonyms }: EventListPorts,
  tenant: string,
  subject: string,
): Promise<ReadonlySet<string>> {
  const named = await pseudonyms?.find(tenant, [subject]);
  return new Set([subject, ...(named?.values() ?? [])]);
}

const entryPlace = ({ id, event: { occurredAt } }: QuarantineEntry): EventPlace => ({
  occurredAt,
  name: id,
});

/** Whether a place is one that the log was looked at for. */
const isLookedAt = (
  place: EventPlace,
  {
    after,
    reached,
  }: { readonly after: EventPlace | undefined; readonly reached: Timestamp | undefined },
): boolean =>
  (after === undefined || latestFirst(place, after) > 0) &&
  (reached === undefined || place.occurredAt >= reached);

/** Both, the last first: an event that was let in once, with the entry that it has. */
function together(
  logged: readonly LoggedEvent[],
  entries: readonly QuarantineEntry[],
): readonly FoundEvent[] {
  const retried = new Map(
    entries
      .filter(({ status }) => status === 'retried')
      .map((entry) => [keyOf(entry.event), entry] as const),
  );
  const known = new Set<QuarantineEntry>();
  const all = logged.map((one): FoundEvent => {
    const entry = retried.get(keyOf(one.identified.event));
    if (entry !== undefined) known.add(entry);
    return { place: one.place, logged: one, entry };
  });
  const others = entries.filter((entry) => !known.has(entry));
  all.push(...others.map((entry) => ({ place: entryPlace(entry), entry })));
  return all.sort((a, b) => latestFirst(a.place, b.place));
}

/** The same for an event however often it comes as it was; it may have come under another name of its subject. */
const keyOf = ({ source, id, type, occurredAt, data }: UsageEvent): string =>
  JSON.stringify([source, id, type, occurredAt, data ?? null]);

/** Under the subject that is asked for, also where it is recorded under its pseudonym. */
function listedEvent(
  { logged, entry }: FoundEvent,
  outcomes: ReadonlyMap<LoggedEvent, EventOutcome>,
  subject: string | undefined,
): ListedEvent {
  const event = logged === undefined ? entry.event : logged.identified.event;
  const outcome = logged === undefined ? undefined : outcomes.get(logged);
  return {
    event: { ...event, subject: subject ?? event.subject },
    outcome: outcome ?? { status: 'quarantined' },
    entry,
  };
}

const textsOf = ({ event, outcome, entry }: ListedEvent): readonly (string | null)[] => [
  event.source,
  event.id,
  event.type,
  event.subject,
  event.data ?? null,
  JSON.stringify(outcome),
  entry === undefined ? null : `${entry.detail} ${entry.dismissal ?? ''}`,
];
