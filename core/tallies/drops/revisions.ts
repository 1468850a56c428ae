import type { DropManifest } from '../../contract/drops/manifest.ts';
import type { TimeLeft } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import {
  millisecondsPer,
  type Timestamp,
  timestampFrom,
  timestampOf,
} from '../../kernel/timestamp.ts';
import { askCorrection } from '../../metering/corrections/ask-correction.ts';
import {
  correctingEvents,
  countsTogether,
  noCounts,
} from '../../metering/corrections/correcting-events.ts';
import {
  type CorrectionPorts,
  correctedBy,
  correctionStep,
  isRunning,
} from '../../metering/corrections/correction-step.ts';
import type { CorrectionCounts } from '../../metering/corrections/ports.ts';
import { selectedMinutes } from '../../metering/corrections/selected-minutes.ts';
import type { EventFilter } from '../../metering/corrections/selection.ts';
import { noonOf, revisionMax, revisionsFrom } from '../tally-event.ts';
import { jobOf } from './drop-answer.ts';
import type { CheckedFiles, DropFault, DropRecord, TallyDays } from './ports.ts';

const LOGS_AT_ONCE = 8;
const KEY_LETTERS = 16;

/** Tallies of a source and type, of some revisions, at the noons of some days. */
function filterOf(
  { source, timezone = 'UTC' }: DropManifest,
  { type, first, last }: TallyDays,
  revisions: readonly string[],
): EventFilter {
  const end = timestampOf(instantOf(last, timezone) + millisecondsPer.minute);
  const period = { start: instantOf(first, timezone), end };
  return { period, type, source, data: { revision: revisions } };
}

function instantOf(day: string, timeZone: string): Timestamp {
  const instant = timestampFrom(noonOf(day, timeZone));
  invariant(instant !== undefined, `noon of ${day} is an instant`);
  return instant;
}

/** What taking out the tallies of a filter would do now. */
async function look(
  ports: CorrectionPorts,
  tenant: string,
  where: EventFilter,
): Promise<CorrectionCounts> {
  const selection = { where };
  const asked = { by: '', at: ports.clock.now(), why: '' };
  const record = {
    id: '',
    asked,
    selection,
    progress: { status: 'running', counts: noCounts },
  } as const;
  const by = await correctedBy(ports, tenant, { selection });
  let counts = noCounts;
  const steps = selectedMinutes(ports, tenant, selection, { logsAtOnce: LOGS_AT_ONCE });
  for await (const { minute } of steps) {
    if (minute !== undefined)
      counts = countsTogether(counts, correctingEvents(minute, record, by).counts);
  }
  return counts;
}

/** The days of a range, each by itself: at the noon of one there are no nights to be read. */
const eachDay = ({ type, first, last }: TallyDays): readonly TallyDays[] => {
  const days: TallyDays[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += millisecondsPer.day) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push({ type, first: day, last: day });
  }
  return days;
};

/** Why the tallies of these days would count beside others that there are; undefined where they would not. */
export async function revisionFault(
  ports: CorrectionPorts,
  tenant: string,
  manifest: DropManifest,
  ranges: CheckedFiles['days'],
): Promise<DropFault | undefined> {
  const { revision = 1 } = manifest;
  for (const day of ranges.flatMap(eachDay)) {
    const at = `${day.type} of ${day.first}`;
    if (revision < revisionMax) {
      const higher = filterOf(manifest, day, revisionsFrom(revision + 1, revisionMax));
      const { events, settled = 0, unchanged } = await look(ports, tenant, higher);
      if (events + settled + unchanged > 0) {
        const detail = `drop it as a higher revision, or leave the day out: ${at} has tallies of a revision above ${revision}`;
        return { code: 'revision-behind', detail };
      }
    }
    if (revision === 1) continue;
    const lower = filterOf(manifest, day, revisionsFrom(1, revision - 1));
    const { settled = 0, unchanged } = await look(ports, tenant, lower);
    if (settled + unchanged === 0) continue;
    const detail = `leave the day out: ${settled + unchanged} tallies of ${at} cannot be taken out any more, as later months may stand on them`;
    return { code: 'revision-settled', detail };
  }
  return undefined;
}

/**
 * Takes out what lower revisions have of the days of a drop, by corrections; how many tallies that were. Each is known
 * by the drop, its days, and whether it comes before or after the drop is sent: done again, it is the same.
 * Undefined where the time is up before all is out.
 */
export async function takeOutLower(
  ports: CorrectionPorts,
  tenant: string,
  of: {
    readonly drop: DropRecord;
    readonly manifest: DropManifest;
    readonly ranges: CheckedFiles['days'];
    readonly when: 'before' | 'after';
  },
  time: TimeLeft,
): Promise<number | undefined> {
  const { drop, manifest, ranges, when } = of;
  const { revision = 1, reason = '' } = manifest;
  if (revision === 1) return 0;
  let replaced = 0;
  for (const range of ranges) {
    const taken = await takeOutRange(ports, tenant, { drop, manifest, range, when, reason }, time);
    if (taken === undefined) return undefined;
    replaced += taken;
  }
  return replaced;
}

async function takeOutRange(
  ports: CorrectionPorts,
  tenant: string,
  of: {
    readonly drop: DropRecord;
    readonly manifest: DropManifest;
    readonly range: TallyDays;
    readonly when: 'before' | 'after';
    readonly reason: string;
  },
  time: TimeLeft,
): Promise<number | undefined> {
  const { drop, manifest, range, when, reason: why } = of;
  const lower = revisionsFrom(1, (manifest.revision ?? 1) - 1);
  const digest = sha256(JSON.stringify(range)).toString('hex').slice(0, KEY_LETTERS);
  const key = `${jobOf(drop)}:${when}:${digest}`;
  const isBegun = (await ports.records.named(tenant, key)) !== undefined;
  if (
    !isBegun &&
    !(await isAny(ports, tenant, eachDay(range), (day) => filterOf(manifest, day, lower)))
  ) {
    return 0;
  }
  const selection = { where: filterOf(manifest, range, lower) };
  const asked = { selection, sent: selection, amend: undefined, by: jobOf(drop), why, key };
  // Whoever goes on with the drop goes on with it.
  const announce = async (): Promise<void> => undefined;
  let { record } = await askCorrection({ ...ports, announce }, tenant, asked);
  while (isRunning(record)) {
    if (time.isShort()) return undefined;
    record = (await correctionStep(ports, tenant, record.id))?.record ?? record;
  }
  return record.progress.counts.events;
}

async function isAny(
  ports: CorrectionPorts,
  tenant: string,
  days: readonly TallyDays[],
  filter: (day: TallyDays) => EventFilter,
): Promise<boolean> {
  for (const day of days) {
    const { events } = await look(ports, tenant, filter(day));
    if (events > 0) return true;
  }
  return false;
}
