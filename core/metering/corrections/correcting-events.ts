import { minuteOf } from '../log/log-key.ts';
import type { Meter } from '../meter.ts';
import { type IdentifiedEvent, spendSource, type UsageEvent } from '../usage-event.ts';
import { correctionEvent, correctionIn } from './correction-entry.ts';
import type { CorrectionCounts, CorrectionRecord } from './ports.ts';
import type { LoggedMinute } from './selected-minutes.ts';
import { amendedContent, fits, type NamedEvent } from './selection.ts';
import type { SettledLevels } from './settled-levels.ts';

/** What of a minute is to be appended to its log. */
export interface CorrectedMinute {
  readonly events: readonly UsageEvent[];
  /** What of the minute they correct; undefined where they take back. */
  readonly targets?: readonly IdentifiedEvent[];
  readonly counts: CorrectionCounts;
}

/** What decides of an event, beside the correction. */
export interface CorrectedBy {
  /** The one that a filter names. */
  readonly meter: Meter | undefined;
  readonly isSettled: SettledLevels;
}

/** As large as any event that is sent, and what an entry says besides. */
const DATA_BYTES_MAX = 32 * 1024;

export const noCounts: CorrectionCounts = { events: 0, charged: 0, unchanged: 0 };

export const countsTogether = (a: CorrectionCounts, b: CorrectionCounts): CorrectionCounts => ({
  events: a.events + b.events,
  charged: a.charged + b.charged,
  unchanged: a.unchanged + b.unchanged,
  ...settledIn((a.settled ?? 0) + (b.settled ?? 0)),
});

const settledIn = (settled: number): Pick<CorrectionCounts, 'settled'> =>
  settled === 0 ? {} : { settled };

/** Those events of a minute that the correction is of, as it finds them; what another has taken out is not there. */
const targetsIn = (
  minute: LoggedMinute,
  record: Pick<CorrectionRecord, 'id' | 'selection'>,
  meter: Meter | undefined,
): readonly IdentifiedEvent[] =>
  suitingIn(minute, record, meter).flatMap(({ reads, isOut }) => (isOut ? [] : [reads]));

/** How many events of a minute fit, and are left as another correction has corrected them. */
export const correctedBefore = (
  minute: LoggedMinute,
  record: Pick<CorrectionRecord, 'id' | 'selection'>,
  meter: Meter | undefined,
): number => suitingIn(minute, record, meter).filter(({ isOut }) => isOut).length;

function suitingIn(
  { entries, corrections }: LoggedMinute,
  { id, selection }: Pick<CorrectionRecord, 'id' | 'selection'>,
  meter: Meter | undefined,
): readonly { readonly reads: IdentifiedEvent; readonly isOut: boolean }[] {
  return entries.flatMap(({ place, entry }) => {
    const { reads, outBy } = corrections.corrected(place, entry);
    if (reads === undefined) return [];
    const isOut = outBy !== undefined && outBy !== id;
    // What it has put there itself is none of what it found.
    if (correctionIn(entry.event)?.correction === id) return [];
    const isAsked =
      'events' in selection
        ? selection.events.some((named) => isNamed(named, reads.event))
        : fits(selection.where, meter, reads);
    return isAsked ? [{ reads, isOut }] : [];
  });
}

export const isNamed = ({ source, id, time, subject }: NamedEvent, event: UsageEvent): boolean =>
  event.id === id &&
  event.source === source &&
  minuteOf(event.occurredAt) === minuteOf(time) &&
  (subject === undefined || subject === event.subject);

/** What corrects the events of a minute. */
export function correctingEvents(
  minute: LoggedMinute,
  record: CorrectionRecord,
  { meter, isSettled }: CorrectedBy,
): CorrectedMinute {
  const events: UsageEvent[] = [];
  const targets: IdentifiedEvent[] = [];
  const becomes = record.amend?.type === undefined ? [] : [record.amend.type];
  let [charged, unchanged, settled] = [0, 0, 0];
  for (const target of targetsIn(minute, record, meter)) {
    const { event } = target;
    if (event.source === spendSource) {
      charged += 1;
      continue;
    }
    if (isSettled(event, becomes)) {
      settled += 1;
      continue;
    }
    const entry = entryFor(event, record);
    if (entry === undefined) {
      unchanged += 1;
      continue;
    }
    events.push(correctionEvent(event, entry));
    targets.push(target);
  }
  const counts = { events: events.length, charged, unchanged, ...settledIn(settled) };
  return { events, targets, counts };
}

function entryFor(
  event: UsageEvent,
  { id: correction, asked: { by, why }, amend }: CorrectionRecord,
) {
  const of = { source: event.source, id: event.id };
  const entry = { correction, of, by, why };
  if (amend === undefined) return { ...entry, kind: 'void' as const };
  const amendment = amendedContent(event, amend);
  if (amendment === undefined || (amendment.data?.length ?? 0) > DATA_BYTES_MAX) return undefined;
  return { ...entry, kind: 'amend' as const, amendment };
}

/**
 * What takes back all that a correction has done in a minute; what another has corrected of it meanwhile stays so, and
 * is counted as `already`.
 */
export function restoringEvents(
  { entries, corrections }: LoggedMinute,
  { id, takenBack }: CorrectionRecord,
  isSettled: SettledLevels,
): CorrectedMinute & { readonly already: number } {
  let [settled, already] = [0, 0];
  const events = entries.flatMap(({ place, entry }) => {
    const { event } = entry;
    const own = correctionIn(event);
    if (own === undefined || own.correction !== id || own.kind === 'restore') return [];
    const { outBy = id } = corrections.corrected(place, entry);
    if (outBy !== id) {
      already += 1;
      return [];
    }
    const types = entries
      .filter((one) => isOf(own.of, one.entry.event))
      .flatMap((one) => corrections.corrected(one.place, one.entry).reads?.event.type ?? []);
    if (
      isSettled(event, [...types, ...(own.amendment === undefined ? [] : [own.amendment.type])])
    ) {
      settled += 1;
      return [];
    }
    const { by = '', why = '' } = takenBack ?? {};
    return [correctionEvent(event, { kind: 'restore', correction: id, of: own.of, by, why })];
  });
  const counts = { ...noCounts, events: events.length, ...settledIn(settled) };
  return { events, counts, already };
}

const isOf = (of: Pick<UsageEvent, 'source' | 'id'>, { source, id }: UsageEvent): boolean =>
  of.source === source && of.id === id;
