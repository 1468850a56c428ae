import { millisecondsPer, type Timestamp, timestampOf } from '../../../kernel/timestamp.ts';
import type { LogKey } from '../../log/log-key.ts';
import { type IdentifiedEvent, identified } from '../../usage-event.ts';
import {
  type AskedCorrection,
  findCorrection,
  refuseUnfinished,
  refuseUnsuited,
} from '../ask-correction.ts';
import { countsTogether, noCounts } from '../correcting-events.ts';
import { type CorrectionPorts, correctedBy } from '../correction-step.ts';
import type { CorrectionCounts, CorrectionPlace, CorrectionRecord } from '../ports.ts';
import { type SelectionPorts, selectedMinutes } from '../selected-minutes.ts';
import { correctedIn, restoredIn } from './foreseen-minute.ts';

/** What a correction would append to a log, behind all that is there. */
export interface ForeseenMinute {
  readonly key: LogKey;
  /** The last block of the log as it was read. */
  readonly last: number;
  readonly events: readonly IdentifiedEvent[];
}

/** What a correction would find, and what it would write. */
export interface ForeseenEvents {
  readonly counts: CorrectionCounts;
  /** Events that fit, and that another correction has corrected. */
  readonly already: number;
  /** Those that would be corrected; of a take-back, those that were. */
  readonly corrected: readonly IdentifiedEvent[];
  /** All that is counted without it or with it, and not both. */
  readonly changed: readonly IdentifiedEvent[];
  readonly minutes: readonly ForeseenMinute[];
  /** All before this hour was looked at, and some of it; undefined where all was. */
  readonly upTo: Timestamp | undefined;
}

/** What is asked for, without writing anything: a correction, or that one is taken back. */
export type ForeseenQuestion =
  | Pick<AskedCorrection, 'selection' | 'amend'>
  | { readonly takesBack: CorrectionRecord };

type Ports = SelectionPorts & Pick<CorrectionPorts, 'catalogs' | 'clock'>;

/**
 * A correction that is to be taken back.
 * @throws Rejection `correction.not-found`, `correction.running` as `askTakeBack` does
 */
export async function correctionToTakeBack(
  records: CorrectionPorts['records'],
  tenant: string,
  id: string,
): Promise<CorrectionRecord> {
  const { record } = await findCorrection(records, tenant, id);
  refuseUnfinished(record);
  return record;
}

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
 * What a correction would do, or that it is taken back, by the functions that do it: of so many events as a request can
 * look at.
 * @throws Rejection as `askCorrection` does, but for its key and its queue
 */
export async function foreseenEvents(
  ports: Ports,
  tenant: string,
  asked: ForeseenQuestion,
  enough: Enough = enoughForOne,
): Promise<ForeseenEvents> {
  if (!('takesBack' in asked)) await refuseUnsuited(ports, tenant, asked);
  const record = recordOf(asked, ports.clock.now());
  const foreseenIn = record.takenBack === undefined ? correctedIn : restoredIn;
  const by = await correctedBy(ports, tenant, record);
  const corrected: IdentifiedEvent[] = [];
  const changed: IdentifiedEvent[] = [];
  const minutes: ForeseenMinute[] = [];
  let counts = noCounts;
  let [already, blocks, logs] = [0, 0, 0];
  for await (const step of selectedMinutes(ports, tenant, record.selection, {
    logsAtOnce: LOGS_AT_ONCE,
  })) {
    const { minute, place } = step;
    if (minute === undefined) logs += 1;
    else {
      blocks += step.blocks;
      const made = foreseenIn(minute, record, by);
      const events = made.events.map((event) => identified(tenant, event));
      counts = countsTogether(counts, made.counts);
      already += made.already;
      corrected.push(...made.targets);
      changed.push(...made.changed(events));
      const last = minute.entries.at(-1)?.place.seq ?? 0;
      if (events.length > 0) minutes.push({ key: keyOf(tenant, place), last, events });
    }
    const isEnough =
      corrected.length >= enough.events || blocks >= enough.blocks || logs >= enough.logs;
    if (!isEnough) continue;
    const upTo = timestampOf(place.hour * millisecondsPer.hour);
    return { counts, already, corrected, changed, minutes, upTo };
  }
  return { counts, already, corrected, changed, minutes, upTo: undefined };
}

const keyOf = (tenant: string, { shard, minute }: CorrectionPlace): LogKey => ({
  tenant,
  shard,
  minute,
});

function recordOf(question: ForeseenQuestion, at: Timestamp): CorrectionRecord {
  const asked = { by: '', at, why: '' };
  const progress = { status: 'running', counts: noCounts } as const;
  if ('takesBack' in question) {
    return { ...question.takesBack, takenBack: { ...asked, progress } };
  }
  const { selection, amend } = question;
  return { id: DRY_RUN, asked, selection, amend, progress };
}
