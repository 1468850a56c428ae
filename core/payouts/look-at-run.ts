import { daysFrom } from '../kernel/calendar-days.ts';
import { millisecondsPer } from '../kernel/timestamp.ts';
import { noteCameBack } from './came-back.ts';
import { endLookedRun } from './end-run.ts';
import { payoutSettingsOf } from './payout-settings.ts';
import type { RunPorts } from './ports.ts';
import { todayOf } from './prepare-run.ts';
import type { PayoutRun } from './run.ts';
import { giveBackStrays, type TakenByRun, takenOfRun } from './run-items.ts';
import { submitRun } from './submit-run.ts';

/** What a look has found of a run. */
export interface LookedRun {
  readonly run: PayoutRun;
  /** How many days its payouts are under way for longer than the tenant expects; undefined where none is. */
  readonly overdueDays: number | undefined;
}

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
  const taken = await takenOfRun(ports, run);
  await noteReturned(ports, run, taken);
  const { tenant, payOn } = run;
  if (taken.some(({ state }) => state.settledBy === undefined && state.returnedBy === undefined)) {
    const { inTransitDays } = await payoutSettingsOf(ports.kept, tenant);
    const { today } = await todayOf(ports, tenant);
    const days = payOn === undefined || payOn > today ? 0 : daysFrom(payOn, today);
    return { run, overdueDays: days > inTransitDays ? days : undefined };
  }
  return { run: await endLookedRun(ports, run), overdueDays: undefined };
}

/** Who told that a payout came back may have died before it was noted. */
async function noteReturned(
  ports: RunPorts,
  { tenant }: PayoutRun,
  taken: readonly TakenByRun[],
): Promise<void> {
  const returned = taken.filter(({ state }) => state.returnedBy !== undefined);
  for (let at = 0; at < returned.length; at += PER_READ) {
    const some = returned.slice(at, at + PER_READ);
    const facts = await ports.books.facts(
      tenant,
      some.flatMap(({ state }) => state.returnedBy ?? []),
    );
    const backs = some.flatMap(({ payout: { payee, payout }, version, state }) => {
      const fact = facts.get(state.returnedBy ?? '');
      if (fact === undefined) return [];
      return [{ payee, payout, version, on: fact.day, reason: fact.reason ?? '' }];
    });
    await noteCameBack(ports, tenant, { backs, isNew: false });
  }
}

const PER_READ = 100;
