import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { RunMessage } from './message.ts';
import type { BillingRunPorts, RunNote } from './ports.ts';

/** As long as the longest step may take, with a minute to get from one to the next. */
const STEP_MS = 6 * millisecondsPer.minute;

/** By so much the clocks of two functions may differ, and what one has read may be older than what it has asked. */
const SKEW_MS = millisecondsPer.minute;

/** Whether a run that a person asked for is under way; one of a clock that was set back since is not. */
export const isUnderWay = (note: RunNote | undefined, now: Timestamp): boolean =>
  note?.underWayUntil !== undefined &&
  now < note.underWayUntil &&
  note.underWayUntil - now <= STEP_MS + SKEW_MS;

type Asked = Pick<RunMessage, 'tenant' | 'month' | 'overrides' | 'asked'>;

/** Whether others join a run: one that overrules a check does more than was asked for by whoever would join it. */
const isJoined = ({ asked, overrides }: Asked): boolean => asked && overrides.length === 0;

/** What is left of a note at the end of a run: what another run is under way is not this one's to end. */
export function noteAtEnd(
  note: RunNote | undefined,
  run: Asked,
): Partial<Omit<RunNote, 'tenant' | 'month' | 'at' | 'waitingFor'>> {
  const { underWayUntil, ...kept } = note ?? {};
  return isJoined(run) || underWayUntil === undefined ? kept : { ...kept, underWayUntil };
}

type NotingPorts = Pick<BillingRunPorts, 'runs' | 'clock'>;

/**
 * Notes that a run which a person asked for is under way, so that who asks meanwhile joins it. It ends with the note
 * that it leaves at its end; where it dies, it counts as ended when this much time has gone by.
 */
export async function noteUnderWay(ports: NotingPorts, run: Asked): Promise<void> {
  if (isJoined(run))
    await noteUnderWayOver(ports, run, await ports.runs.note(run.tenant, run.month));
}

/** The same over the note that was read last: what another step leaves in between is not looked at once more. */
export async function noteUnderWayOver(
  { runs, clock }: NotingPorts,
  run: Asked,
  before: RunNote | undefined,
): Promise<void> {
  if (!isJoined(run)) return;
  const { tenant, month } = run;
  const at = clock.now();
  const note = before ?? { tenant, month, at, waitingFor: [] };
  await runs.putNote({ ...note, underWayUntil: timestampOf(at + STEP_MS) });
}
