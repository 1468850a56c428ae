import { Rejection } from '../../kernel/rejection.ts';
import { rfc3339 } from '../../kernel/timestamp.ts';
import { shown } from '../shown.ts';
import { spendSource } from '../usage-event.ts';
import { isNamed } from './correcting-events.ts';
import { type LoggedMinute, type SelectionPorts, selectedMinutes } from './selected-minutes.ts';
import type { NamedEvent } from './selection.ts';
import type { SettledLevels } from './settled-levels.ts';

/** How often a named event was seen, and the correction by which it does not count. */
interface Sighting {
  readonly seen: number;
  readonly outBy: string | undefined;
  readonly settled: boolean;
}

const unseen: Sighting = { seen: 0, outBy: undefined, settled: false };

/**
 * Each event that is named is there, once, and counts.
 * @throws Rejection `correction.event-not-found`, `correction.event-ambiguous`, `correction.already-corrected`,
 * `correction.of-charge`, `correction.level-settled`
 */
export async function refuseUnfound(
  ports: SelectionPorts,
  tenant: string,
  selection: { readonly events: readonly NamedEvent[]; readonly isSettled: SettledLevels },
): Promise<void> {
  const { events, isSettled } = selection;
  let sightings = events.map(() => unseen);
  for await (const { minute } of selectedMinutes(ports, tenant, selection)) {
    if (minute === undefined) continue;
    sightings = sightings.map((sighting, index) => {
      const named = events[index];
      return named === undefined ? sighting : sightedIn(minute, { named, isSettled }, sighting);
    });
  }
  for (const [index, named] of events.entries()) {
    refuseSighting(named, sightings[index] ?? unseen, `/events/${index}`);
  }
}

function sightedIn(
  { entries, corrections }: LoggedMinute,
  { named, isSettled }: { readonly named: NamedEvent; readonly isSettled: SettledLevels },
  before: Sighting,
): Sighting {
  return entries.reduce((sighting, { place, entry }) => {
    if (!isNamed(named, entry.event)) return sighting;
    const { reads, outBy } = corrections.corrected(place, entry);
    return reads === undefined
      ? sighting
      : { seen: sighting.seen + 1, outBy, settled: isSettled(reads.event) };
  }, before);
}

function refuseSighting(
  named: NamedEvent,
  { seen, outBy, settled }: Sighting,
  param: string,
): void {
  const what = `the event ${shown(named.id)} of ${shown(named.source)}`;
  if (named.source === spendSource) {
    const detail = `give back what was charged, by a refund of its hold or charge: ${what} was recorded by one`;
    throw new Rejection('correction.of-charge', detail, { param });
  }
  if (seen === 0) {
    const detail = `say the time that the event has, to its minute, and wait until GET /v1/events shows it: ${what} is not there in the minute of ${rfc3339(named.time)}`;
    throw new Rejection('correction.event-not-found', detail, { param });
  }
  if (seen > 1) {
    const detail = `name the subject, too: ${what} is there ${seen} times in the minute of ${rfc3339(named.time)}`;
    throw new Rejection('correction.event-ambiguous', detail, { param });
  }
  if (outBy === undefined) {
    if (!settled) return;
    const detail = `send an event that changes the level from today: ${what} is of ${rfc3339(named.time)}, and later months may stand on the level that it is part of`;
    throw new Rejection('correction.level-settled', detail, { param });
  }
  const detail = `leave it out, or take back the correction ${outBy} first: it has corrected ${what} already`;
  throw new Rejection('correction.already-corrected', detail, {
    param,
    extensions: { correction: outBy },
  });
}
