import type { EventMessage } from '../intake/event-message.ts';
import { isPseudonym } from '../pseudonyms/pseudonym.ts';
import type { Pseudonyms } from '../pseudonyms/pseudonyms.ts';
import { isBilledAs, type UsageEvent } from '../usage-event.ts';

/** Messages as they are recorded. */
export interface NamedMessages {
  readonly messages: readonly EventMessage[];
  /** By the index of the message: why it could not be named. */
  readonly failures: ReadonlyMap<number, unknown>;
}

/** Puts pseudonyms in the place of subjects, those of a tenant's messages together. */
export async function underPseudonyms(
  pseudonyms: Pseudonyms,
  messages: readonly EventMessage[],
): Promise<NamedMessages> {
  const named = [...messages];
  const failures = new Map<number, unknown>();
  const isAsked = ({ occurredAt }: UsageEvent): boolean => pseudonyms.isAsked(occurredAt);
  for (const [tenant, own] of Map.groupBy(messages.entries(), ([, one]) => one.tenant)) {
    const asked = own.flatMap(([, { events }]) => events.filter(isAsked));
    if (asked.length === 0) continue;
    try {
      const names = await pseudonyms.namesOf(tenant, new Set(asked.map(({ subject }) => subject)));
      for (const [index, message] of own) {
        const events = message.events.map((event) =>
          isAsked(event) ? { ...event, subject: names.get(event.subject) ?? event.subject } : event,
        );
        named[index] = { ...message, events };
      }
    } catch (error) {
      for (const [index] of own) failures.set(index, error);
    }
  }
  return { messages: named, failures };
}

/**
 * Whether an event is the one that its log has under its identity, but for the name of its subject. It has another
 * where the salt was dropped in between, where a function goes on with the dropped one for a while, and where the time
 * from which there are pseudonyms was moved.
 */
export async function isSameButForName(
  pseudonyms: Pick<Pseudonyms, 'find' | 'isDropped'>,
  tenant: string,
  event: UsageEvent,
  first: UsageEvent,
): Promise<boolean> {
  const { type, occurredAt, data, subject } = event;
  if (first.type !== type || first.occurredAt !== occurredAt || first.data !== data) return false;
  if (!isBilledAs(first, event)) return false;
  const pseudonymIs = async (clear: string, pseudonym: string): Promise<boolean> =>
    (await pseudonyms.find(tenant, [clear])).get(clear) === pseudonym;
  if (!isPseudonym(first.subject) && (await pseudonymIs(first.subject, subject))) return true;
  if (!isPseudonym(subject) && (await pseudonymIs(subject, first.subject))) return true;
  const dropped = [first.subject, subject].filter(isPseudonym);
  for (const pseudonym of dropped) {
    if (await pseudonyms.isDropped(tenant, pseudonym)) return true;
  }
  return false;
}
