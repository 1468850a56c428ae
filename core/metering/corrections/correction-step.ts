import type { Clock } from '../../kernel/clock.ts';
import type { Queue } from '../../kernel/queue.ts';
import type { LogKey } from '../log/log-key.ts';
import type { UsageLogWriter } from '../log/usage-log.ts';
import type { MeterCatalogs } from '../meter-catalogs.ts';
import { queueUnavailable } from '../quarantine/quarantine-review.ts';
import { joinedByHour, type TouchedHour, touchedHourBody } from '../totals/touched.ts';
import { identified, type UsageEvent } from '../usage-event.ts';
import {
  type CorrectedBy,
  correctingEvents,
  countsTogether,
  noCounts,
  restoringEvents,
} from './correcting-events.ts';
import type {
  CorrectionProgress,
  CorrectionRecord,
  CorrectionRecords,
  RevisedRecord,
} from './ports.ts';
import { type SelectedStep, type SelectionPorts, selectedMinutes } from './selected-minutes.ts';
import { withoutNames } from './selection.ts';
import { settledLevels } from './settled-levels.ts';

/** What corrections are written with. */
export interface CorrectionPorts extends SelectionPorts {
  readonly records: CorrectionRecords;
  /** A writer of its own for each step: no two of them append to one log at a time. */
  readonly writer: () => UsageLogWriter;
  readonly touched: Queue;
  readonly catalogs: MeterCatalogs;
  readonly clock: Clock;
}

/** When a step has done enough; the minute that comes to it is corrected whole. */
interface Enough {
  readonly events: number;
  /** Blocks that were read, and logs that were asked for. */
  readonly blocks: number;
}

const enoughForNow: Enough = { events: 5_000, blocks: 1_000 };
const RACES_MAX = 20;

/**
 * One step of a correction: corrects what it finds in the next minutes, tells of the hours that changed, and says last
 * how far it is. So it can be repeated, and raced: an event is corrected by it once, as its entry has one identity.
 * @throws Rejection `queue.unavailable` with nothing lost
 */
export async function correctionStep(
  ports: CorrectionPorts,
  tenant: string,
  id: string,
  enough = enoughForNow,
): Promise<RevisedRecord | undefined> {
  for (let race = 0; race < RACES_MAX; race += 1) {
    const current = await ports.records.get(tenant, id);
    if (current === undefined || !isRunning(current.record)) return current;
    const { record, revision } = current;
    const next = { revision: revision + 1, record: await advanced(ports, tenant, record, enough) };
    if ((await ports.records.put(tenant, next)) === 'put') return next;
  }
  throw new Error(`gave up on correction ${id} after ${RACES_MAX} races`);
}

export const isRunning = ({ progress, takenBack }: CorrectionRecord): boolean =>
  (takenBack?.progress ?? progress).status === 'running';

async function advanced(
  ports: CorrectionPorts,
  tenant: string,
  record: CorrectionRecord,
  enough: Enough,
): Promise<CorrectionRecord> {
  const { takenBack } = record;
  if (takenBack !== undefined) {
    const progress = await progressed(ports, tenant, { record, from: takenBack.progress, enough });
    return { ...record, takenBack: { ...takenBack, progress } };
  }
  const progress = await progressed(ports, tenant, { record, from: record.progress, enough });
  const { selection } = record;
  const kept = progress.status === 'done' ? withoutNames(selection) : selection;
  return { ...record, selection: kept, progress };
}

async function progressed(
  ports: CorrectionPorts,
  tenant: string,
  of: { record: CorrectionRecord; from: CorrectionProgress; enough: Enough },
): Promise<CorrectionProgress> {
  const { record, from, enough } = of;
  const by = await correctedBy(ports, tenant, record);
  const log = new TouchingLog(ports, tenant);
  let { counts } = from;
  let place = from.place;
  let [events, blocks] = [0, 0];
  for await (const step of selectedMinutes(ports, tenant, record.selection, {
    after: from.place,
  })) {
    const made = madeOf(step, record, by);
    if (made.events.length > 0) await log.append(step, made.events);
    counts = countsTogether(counts, made.counts);
    place = step.place;
    events += made.events.length;
    blocks += step.blocks;
    if (events < enough.events && blocks < enough.blocks) continue;
    await log.tell();
    return { status: 'running', counts, place };
  }
  await log.tell();
  return { status: 'done', counts };
}

function madeOf(
  { minute }: SelectedStep,
  record: CorrectionRecord,
  by: CorrectedBy,
): ReturnType<typeof correctingEvents> {
  if (minute === undefined) return { events: [], counts: noCounts };
  return record.takenBack === undefined
    ? correctingEvents(minute, record, by)
    : restoringEvents(minute, record, by.isSettled);
}

/** The meter that a filter names was there when it was asked for, and stays. */
export async function correctedBy(
  { catalogs, clock }: Pick<CorrectionPorts, 'catalogs' | 'clock'>,
  tenant: string,
  { selection }: Pick<CorrectionRecord, 'selection'>,
): Promise<CorrectedBy> {
  const asked = 'where' in selection ? selection.where.meter : undefined;
  const { meters } = await catalogs.latest(tenant, 'strong');
  return {
    meter: meters.find(({ key }) => key === asked),
    isSettled: settledLevels(meters, clock.now()),
  };
}

/** Appends to logs, and tells which hours these are of. */
class TouchingLog {
  readonly #tenant: string;
  readonly #writer: UsageLogWriter;
  readonly #queue: Queue;
  readonly #touched: TouchedHour[] = [];

  constructor({ writer, touched }: CorrectionPorts, tenant: string) {
    this.#tenant = tenant;
    this.#writer = writer();
    this.#queue = touched;
  }

  async append(
    { place: { hour, shard, minute } }: SelectedStep,
    events: readonly UsageEvent[],
  ): Promise<void> {
    const tenant = this.#tenant;
    const key: LogKey = { tenant, shard, minute };
    const { blocks } = await this.#writer.append(
      key,
      events.map((event) => identified(tenant, event)),
    );
    this.#touched.push({ tenant, shard, hour, coverage: new Map([[minute, blocks]]) });
  }

  async tell(): Promise<void> {
    if (this.#touched.length === 0) return;
    const bodies = joinedByHour(this.#touched).map(touchedHourBody);
    if ((await this.#queue.send(bodies)) !== 'sent') throw queueUnavailable();
  }
}
