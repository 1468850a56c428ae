import { daysFrom } from '../kernel/calendar-days.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import { changedRun } from './move-run.ts';
import { payoutSettingsOf } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { todayOf } from './prepare-run.ts';
import type { PayoutRun } from './run.ts';
import { giveBackStrays, statesOfRun } from './run-items.ts';
import { submitRun } from './submit-run.ts';

/** What a look has found of a run. */
export interface LookedRun {
  readonly run: PayoutRun;
  /** How many days its payouts are under way for longer than the tenant expects; undefined where none is. */
  readonly overdueDays: number | undefined;
}

/** A process that came late may still be taking what the run says was not taken. */
const STRAYS_END_MILLISECONDS = millisecondsPer.hour;

/** Who submits a run has ended by then, or has died. */
const SUBMITTING_ENDS_MILLISECONDS = millisecondsPer.quarterHour;

/**
 * Goes on with a run that somebody died over, gives back what is beside one, and says that it is done where all of it
 * is settled or came back. Nothing is done about what is under way: what became of it, the rail says.
 */
export async function lookAtRun(ports: RunPorts, run: PayoutRun): Promise<LookedRun> {
  const now = ports.clock.now();
  if (run.status === 'submitting' && now - run.changedAt > SUBMITTING_ENDS_MILLISECONDS) {
    return { run: await submitRun(ports, run.tenant, run.id), overdueDays: undefined };
  }
  if (run.status !== 'submitted') return { run, overdueDays: undefined };
  await giveBackStrays(ports, run);
  const { inTransit } = await statesOfRun(ports, run);
  const { tenant, id, submittedAt = run.changedAt, payOn } = run;
  if (inTransit > 0) {
    const { inTransitDays } = await payoutSettingsOf(ports.kept, tenant);
    const { today } = await todayOf(ports, tenant);
    const days = payOn === undefined || payOn > today ? 0 : daysFrom(payOn, today);
    return { run, overdueDays: days > inTransitDays ? days : undefined };
  }
  if (now - submittedAt < STRAYS_END_MILLISECONDS) {
    return { run, overdueDays: undefined };
  }
  const done = await changedRun(ports, tenant, id, (before) =>
    before.status === 'submitted' ? { ...before, status: 'done' } : undefined,
  );
  return { run: done, overdueDays: undefined };
}
