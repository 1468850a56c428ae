import type { AnswerOf, QueryOf } from '../../api.ts';
import { isObject } from '../../json-text.ts';
import { unbilledReasons } from '../../unbilled-reasons.ts';
import type { PlainEvent } from './written-event.ts';

export type ListedEvent = AnswerOf<'GET /v1/events'>['events'][number];

/**
 * Which events are listed, from the address: those of a day by UTC, of the stretch that a link names, or else of the
 * last 24 hours.
 */
export function eventsQuestion(query: Readonly<Record<string, string>>): QueryOf<'GET /v1/events'> {
  const { subject = '', day = '', from = '', to = '' } = query;
  return {
    ...(subject === '' ? {} : { subject }),
    ...(day === '' ? {} : { from: `${day}T00:00:00Z` }),
    ...(day !== '' || from === '' ? {} : { from }),
    ...(day !== '' || to === '' ? {} : { to }),
    limit: 100,
  };
}

/** Why an event, or what a meter made of it, is in no invoice; and what to do, where something can be done. */
export const reasonWords: Readonly<Record<NonNullable<ListedEvent['reason']>, string>> = {
  ...unbilledReasons,
  'no-meter': 'no meter is for events of its type, or their filters leave it out',
  corrected: 'a correction took it out, or amended it',
  corrects: 'it is no usage: it says what a correction did to another event',
  informational: 'a backfill job wrote it as informational: it is counted apart, and never billed',
  unpriced: 'no plan prices the meter',
};

/** Whether what is listed is the event that was sent, and not another one under the same identity. */
export const isSame = (sent: PlainEvent, listed: ListedEvent): boolean =>
  (['source', 'id', 'type', 'subject'] as const).every((name) => sent[name] === listed[name]) &&
  sorted(sent.data) === sorted(listed.data);

/** JSON of a value, the members of each object in one order. */
const sorted = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(
          Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : member,
  );
