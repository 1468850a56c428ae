import type { Clock, TimeLeft } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import { invariant } from '../kernel/invariant.ts';
import { millisecondsPer, rfc3339, timestampOf } from '../kernel/timestamp.ts';
import { checkpointFrom } from '../tlog/checkpoint.ts';
import { noteFrom } from '../tlog/note.ts';
import { sizeOfEdge } from '../tlog/tiles.ts';
import type { CosignedLogs } from './cosigned-log.ts';
import type { DayCheckpoint, DayCheckpoints, LogId, YearLog } from './ports.ts';
import { behindSince, type SequencePorts } from './sequence.ts';
import { type SequenceAllPorts, tenantsOf } from './sequence-all.ts';
import { shownCheckpoint } from './shown-checkpoint.ts';

export interface DayPorts extends Pick<SequencePorts, 'log' | 'logs' | 'tiles'> {
  readonly days: DayCheckpoints;
  readonly clock: Clock;
  /** Where witnesses are asked. */
  readonly cosigned?: Pick<CosignedLogs, 'get'> | undefined;
}

/** Where the checkpoint of a day is, below its log. */
const dayPath = (day: string): string => `days/${day}`;

/**
 * Keeps the checkpoint of the day before, of each tenant. None holds up another: what failed is thrown after all.
 */
export async function keepDays(
  ports: DayPorts & Pick<SequenceAllPorts, 'settings'>,
  time: TimeLeft,
): Promise<void> {
  const failures: unknown[] = [];
  for await (const tenant of tenantsOf(ports)) {
    if (time.isShort()) break;
    await keepDay(ports, tenant).catch((failure: unknown) => failures.push(failure));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} logs have not kept a day’s checkpoint`);
}

/**
 * Keeps the checkpoint that a log has once the day before is over: of all that was recorded in it, and as witnesses
 * have cosigned it. It is put once, so that what somebody anchors of it is there for good; a day in which the log did
 * not grow has none. What cannot be kept now is kept later on the same day.
 */
export async function keepDay(ports: DayPorts, tenant: string): Promise<void> {
  const now = ports.clock.now();
  const today = now - (now % millisecondsPer.day);
  const day = rfc3339(timestampOf(today - millisecondsPer.day)).slice(0, 'YYYY-MM-DD'.length);
  const id = { tenant, year: new Date(today - millisecondsPer.day).getUTCFullYear() };
  const last = await ports.days.last(tenant);
  if (last !== undefined && last.day >= day) return;
  const log = await ports.logs.get(id);
  if (log === undefined || log.note === '') return;
  const shown = await shownCheckpoint(ports.cosigned, log);
  if (last?.year === id.year && last.size === shown.size) return;
  if (!(await hasAllBefore(ports, { log, shown: shown.size, today }))) return;
  const outcome = await ports.tiles.put(id, dayPath(day), Buffer.from(shown.note));
  const note = outcome === 'put' ? shown.note : await keptNote(ports, id, day);
  // Where it is not known whether it was put, whoever comes next looks again.
  if (note !== undefined) await ports.days.put({ ...id, day, ...anchoredOf(note) });
}

/** Whether a checkpoint is the newest, and the books have no document of before that is in none. */
async function hasAllBefore(
  ports: DayPorts,
  { log, shown, today }: { readonly log: YearLog; readonly shown: number; readonly today: number },
): Promise<boolean> {
  if (log.staged !== undefined || shown < sizeOfEdge(log.edge)) return false;
  const since = await behindSince({ log: ports.log, logs: ports.logs }, log.tenant);
  return since === undefined || since >= today;
}

/** The checkpoint of a day, as it was kept; undefined where there is none. */
export async function keptNote(
  { tiles }: Pick<DayPorts, 'tiles'>,
  id: LogId,
  day: string,
): Promise<string | undefined> {
  const bytes = await tiles.get(id, dayPath(day));
  return bytes === undefined ? undefined : Buffer.from(bytes).toString();
}

function anchoredOf(note: string): Pick<DayCheckpoint, 'size' | 'digest'> {
  const text = noteFrom(note)?.text ?? '';
  const size = checkpointFrom(text)?.size;
  invariant(size !== undefined, 'what is kept of a day is a checkpoint');
  return { size, digest: sha256(text).toString('hex') };
}
