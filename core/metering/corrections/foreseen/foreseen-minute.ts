import type { IdentifiedEvent, UsageEvent } from '../../usage-event.ts';
import {
  type CorrectedBy,
  correctedBefore,
  correctingEvents,
  restoringEvents,
} from '../correcting-events.ts';
import { correctionIn } from '../correction-entry.ts';
import { Corrections } from '../corrections.ts';
import type { CorrectionCounts, CorrectionRecord } from '../ports.ts';
import type { LoggedMinute } from '../selected-minutes.ts';

/** What would be appended to the log of a minute, and which events it is of. */
interface ForeseenIn {
  readonly events: readonly UsageEvent[];
  readonly counts: CorrectionCounts;
  readonly targets: readonly IdentifiedEvent[];
  /** Events that fit, and that another correction has corrected. */
  readonly already: number;
  /** All that is counted without these events or with them, and not both. */
  readonly changed: (events: readonly IdentifiedEvent[]) => readonly IdentifiedEvent[];
}

/** What a correction would do in a minute. */
export function correctedIn(
  minute: LoggedMinute,
  record: CorrectionRecord,
  by: CorrectedBy,
): ForeseenIn {
  const { events, counts, targets = [] } = correctingEvents(minute, record, by);
  const already = correctedBefore(minute, record, by.meter);
  const changed = (entries: readonly IdentifiedEvent[]) => [
    ...targets,
    ...entries.flatMap(amendedBy),
  ];
  return { events, counts, targets, already, changed };
}

function amendedBy({ event, identity }: IdentifiedEvent): readonly IdentifiedEvent[] {
  const amendment = correctionIn(event)?.amendment;
  return amendment === undefined ? [] : [{ event: { ...event, ...amendment }, identity }];
}

/** What it would do in a minute that a correction is taken back; what was taken back before is not done again. */
export function restoredIn(
  minute: LoggedMinute,
  record: CorrectionRecord,
  { isSettled }: CorrectedBy,
): ForeseenIn {
  const made = restoringEvents(minute, record, isSettled);
  const there = new Set(minute.entries.map(({ entry }) => nameOf(entry.event)));
  const events = made.events.filter((event) => !there.has(nameOf(event)));
  const of = new Set(events.map(targetOf));
  const targets = minute.entries.flatMap(({ place, entry }) =>
    of.has(nameOf(entry.event)) ? (minute.corrections.corrected(place, entry).reads ?? []) : [],
  );
  const counts = { ...made.counts, events: events.length };
  const changed = () => changedBy(minute, events);
  return { events, counts, targets, already: made.already, changed };
}

/** Within a minute, an event is told by its subject, source and id. */
const nameOf = ({ subject, source, id }: UsageEvent): string =>
  JSON.stringify([subject, source, id]);

function targetOf(event: UsageEvent): string | undefined {
  const of = correctionIn(event)?.of;
  return of === undefined ? undefined : nameOf({ ...event, ...of });
}

/** What counts before some entries come, or after it, and not both. */
function changedBy(
  { entries, corrections }: LoggedMinute,
  more: readonly UsageEvent[],
): readonly IdentifiedEvent[] {
  const after = new Corrections();
  for (const { place, entry } of entries) after.add(place, entry.event);
  const last = entries.at(-1)?.place;
  if (last === undefined) return [];
  for (const event of more) after.add({ ...last, seq: last.seq + 1 }, event);
  return entries.flatMap(({ place, entry }) => {
    const [was, is] = [corrections, after].map((all) => all.corrected(place, entry));
    const isSame = (was?.outBy === undefined) === (is?.outBy === undefined);
    return isSame ? [] : (is?.reads ?? []);
  });
}
