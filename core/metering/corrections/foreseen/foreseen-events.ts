import { millisecondsPer, type Timestamp, timestampOf } from '../../../kernel/timestamp.ts';
import type { LogKey } from '../../log/log-key.ts';
import { type IdentifiedEvent, identified } from '../../usage-event.ts';
import { type AskedCorrection, refuseUnsuited } from '../ask-correction.ts';
import {
  correctedBefore,
  correctingEvents,
  countsTogether,
  noCounts,
} from '../correcting-events.ts';
import { correctionIn } from '../correction-entry.ts';
import { type CorrectionPorts, correctedBy } from '../correction-step.ts';
import type { CorrectionCounts, CorrectionPlace, CorrectionRecord } from '../ports.ts';
import { type SelectionPorts, selectedMinutes } from '../selected-minutes.ts';

/** What a correction would append to a log, behind all that is there. */
export interface ForeseenMinute {
  readonly key: LogKey;
  /** The last block of the log as it was read. */
  readonly last: number;
  readonly events: readonly IdentifiedEvent[];
}

/** An event that a correction would correct. */
interface ForeseenEvent {
  readonly event: IdentifiedEvent;
  /** What would be counted in its place; undefined where it would only be taken out. */
  readonly becomes: IdentifiedEvent | undefined;
}

/** What a correction would find, and what it would write. */
export interface ForeseenEvents {
  readonly counts: CorrectionCounts;
  /** Events that fit, and that another correction has corrected. */
  readonly already: number;
  readonly corrected: readonly ForeseenEvent[];
  readonly minutes: readonly ForeseenMinute[];
  /** All before this hour was looked at, and some of it; undefined where all was. */
  readonly upTo: Timestamp | undefined;
}

/** What is asked for, without writing anything. */
export type ForeseenQuestion = Pick<AskedCorrection, 'selection' | 'amend'>;

type Ports = SelectionPorts & Pick<CorrectionPorts, 'catalogs' | 'clock'>;

/** Of no correction there is. */
const DRY_RUN = 'dry-run';

/** When enough is foreseen for one request; the minute that comes to it is looked at whole. */
interface Enough {
  readonly events: number;
  /** Blocks that were read. */
  readonly blocks: number;
  /** Shards' hours that were asked for. */
  readonly logs: number;
}

const enoughForOne: Enough = { events: 5_000, blocks: 1_000, logs: 10_000 };
const LOGS_AT_ONCE = 16;

/**
 * What a correction would do, by the functions that do it: of so many events as a request can look at.
 * @throws Rejection as `askCorrection` does, but for its key and its queue
 */
export async function foreseenEvents(
  ports: Ports,
  tenant: string,
  asked: ForeseenQuestion,
  enough: Enough = enoughForOne,
): Promise<ForeseenEvents> {
  await refuseUnsuited(ports, tenant, asked);
  const record = recordOf(asked, ports.clock.now());
  const by = await correctedBy(ports, tenant, record);
  const corrected: ForeseenEvent[] = [];
  const minutes: ForeseenMinute[] = [];
  let counts = noCounts;
  let [already, blocks, logs] = [0, 0, 0];
  for await (const step of selectedMinutes(ports, tenant, asked.selection, {
    logsAtOnce: LOGS_AT_ONCE,
  })) {
    const { minute, place } = step;
    if (minute === undefined) logs += 1;
    else {
      blocks += step.blocks;
      const made = correctingEvents(minute, record, by);
      const events = made.events.map((event) => identified(tenant, event));
      counts = countsTogether(counts, made.counts);
      already += correctedBefore(minute, record, by.meter);
      corrected.push(...foreseenOf(made.targets ?? [], events));
      const last = minute.entries.at(-1)?.place.seq ?? 0;
      if (events.length > 0) minutes.push({ key: keyOf(tenant, place), last, events });
    }
    const isEnough =
      corrected.length >= enough.events || blocks >= enough.blocks || logs >= enough.logs;
    if (!isEnough) continue;
    const upTo = timestampOf(place.hour * millisecondsPer.hour);
    return { counts, already, corrected, minutes, upTo };
  }
  return { counts, already, corrected, minutes, upTo: undefined };
}

const keyOf = (tenant: string, { shard, minute }: CorrectionPlace): LogKey => ({
  tenant,
  shard,
  minute,
});

const recordOf = ({ selection, amend }: ForeseenQuestion, at: Timestamp): CorrectionRecord => ({
  ...{ id: DRY_RUN, asked: { by: '', at, why: '' }, selection, amend },
  progress: { status: 'running', counts: noCounts },
});

/** Each target with the entry that would correct it, in their order. */
const foreseenOf = (
  targets: readonly IdentifiedEvent[],
  entries: readonly IdentifiedEvent[],
): readonly ForeseenEvent[] =>
  targets.map((event, index): ForeseenEvent => {
    const entry = entries[index];
    const amendment = entry === undefined ? undefined : correctionIn(entry.event)?.amendment;
    if (entry === undefined || amendment === undefined) return { event, becomes: undefined };
    const { identity } = entry;
    return { event, becomes: { event: { ...entry.event, ...amendment }, identity } };
  });
