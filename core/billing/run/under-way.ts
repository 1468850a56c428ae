import { millisecondsPer, type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import type { RunMessage } from './message.ts';
import type { BillingRunPorts, RunNote } from './ports.ts';

/** As long as the longest step may take, with a minute to get from one to the next. */
const STEP_MS = 6 * millisecondsPer.minute;

/** Whether a run that a person asked for is under way; one of a clock that was set back since is not. */
export const isUnderWay = (note: RunNote | undefined, now: Timestamp): boolean =>
  note?.underWayUntil !== undefined &&
  now < note.underWayUntil &&
  note.underWayUntil - STEP_MS <= now;

/**
 * Notes that a run which a person asked for is under way, so that who asks meanwhile joins it. It ends with the next
 * note that a run leaves; where it dies, it counts as ended when this much time has gone by.
 */
export async function noteUnderWay(
  { runs, clock }: Pick<BillingRunPorts, 'runs' | 'clock'>,
  { tenant, month, overrides, asked }: Pick<RunMessage, 'tenant' | 'month' | 'overrides' | 'asked'>,
): Promise<void> {
  // A run that overrules a check does more than was asked for by whoever would join it.
  if (!asked || overrides.length > 0) return;
  const at = clock.now();
  const note = (await runs.note(tenant, month)) ?? { tenant, month, at, waitingFor: [] };
  await runs.putNote({ ...note, underWayUntil: timestampOf(at + STEP_MS) });
}
