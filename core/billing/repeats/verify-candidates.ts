import { rfc3339 } from '../../kernel/timestamp.ts';
import { isInformational } from '../../metering/informational.ts';
import { entriesIn, prefixesIn } from '../../metering/log/block.ts';
import type { IdentifiedEvent, UsageEvent } from '../../metering/usage-event.ts';
import { type HourPorts, readHours } from './collect-traces.ts';
import type { ListedRepeat, RepeatEvent } from './ports.ts';
import { type Candidate, prefixOfCandidate } from './traces.ts';

const HOURS_AT_ONCE = 6;

/** An event where it is in the log. */
interface Occurrence {
  readonly place: string;
  readonly event: UsageEvent;
}

/**
 * The repeats among candidates, by place, as the log has them: what has only its first bits in common is none. A log
 * has an identity once, so that two of one identity are in two of them.
 */
export async function verifyCandidates(
  ports: HourPorts,
  tenant: string,
  candidates: readonly Candidate[],
): Promise<readonly ListedRepeat[]> {
  const wanted = new Set(candidates.map(prefixOfCandidate));
  const hours = [...new Set(candidates.flatMap((candidate) => candidate.hours))];
  const found = new Map<string, Occurrence[]>();
  for (let from = 0; from < hours.length; from += HOURS_AT_ONCE) {
    await readHours(ports, tenant, hours.slice(from, from + HOURS_AT_ONCE), ({ shard, block }) => {
      const prefixes = prefixesIn(block.bytes);
      if (!prefixes.some((prefix) => wanted.has(prefix))) return;
      const isWanted = ({ event }: IdentifiedEvent, row: number): boolean =>
        // What is never billed is billed once at most, whatever else has its identity.
        wanted.has(prefixes[row] ?? Number.NaN) && !isInformational(event);
      for (const { identity, event } of entriesIn(tenant, block.bytes).filter(isWanted)) {
        const hex = Buffer.from(identity).toString('hex');
        const place = placeText({ minute: block.minute, shard, hex });
        const occurrences = found.get(hex) ?? [];
        occurrences.push({ place, event });
        found.set(hex, occurrences);
      }
    });
  }
  const repeats = [...found.values()].flatMap(repeatsAmong);
  return repeats.sort((a, b) => (a.place < b.place ? -1 : 1));
}

/** Sorts as the minutes do. */
const placeText = ({
  minute,
  shard,
  hex,
}: {
  readonly minute: number;
  readonly shard: number;
  readonly hex: string;
}): string => `${String(minute).padStart(10, '0')}/${String(shard).padStart(2, '0')}/${hex}`;

/** The minute of the event that came again, since 1970. */
export const minuteOfPlace = (place: string): number => Number.parseInt(place, 10);

function repeatsAmong(occurrences: readonly Occurrence[]): readonly ListedRepeat[] {
  const [first, ...others] = occurrences.toSorted((a, b) => (isBefore(a, b) ? -1 : 1));
  if (first === undefined) return [];
  const { source, id } = first.event;
  return others.map(({ place, event }) => ({
    place,
    repeat: { source, id, first: shown(first.event), again: shown(event) },
  }));
}

const isBefore = (a: Occurrence, b: Occurrence): boolean =>
  a.event.occurredAt === b.event.occurredAt
    ? a.place < b.place
    : a.event.occurredAt < b.event.occurredAt;

const shown = ({ type, subject, occurredAt }: UsageEvent): RepeatEvent => ({
  type,
  subject,
  occurredAt,
});

/** A repeat as a message names it. */
export const repeatText = ({ repeat: { source, id, first, again } }: ListedRepeat): string =>
  `${id} of ${source} at ${rfc3339(first.occurredAt)} and ${rfc3339(again.occurredAt)}`;
