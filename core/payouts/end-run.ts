import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { changedRun } from './move-run.ts';
import type { RunPorts } from './ports.ts';
import { type PayoutRun, pagesOf } from './run.ts';
import { itemsOfRun } from './run-items.ts';

type EndingPorts = Pick<RunPorts, 'runs' | 'books' | 'clock'>;

/** A process that came late may still be taking what the run says was not taken. */
const STRAYS_END_MILLISECONDS = millisecondsPer.hour;

/** Whether something may still be taken beside what a run says: it is given back while the run is open. */
const mayHaveStrays = ({ without, submittedAt, changedAt }: PayoutRun, now: Timestamp): boolean =>
  without.length > 0 && now - (submittedAt ?? changedAt) < STRAYS_END_MILLISECONDS;

/**
 * Says that a run is done, where all that it took is settled or came back. One that left something out waits for the
 * hourly look, which first gives back what was taken of that all the same.
 * @throws Rejection `payout.changed-meanwhile`
 */
export const endRun = async (ports: EndingPorts, run: PayoutRun, from = 0): Promise<PayoutRun> =>
  run.without.length > 0 ? run : ended(ports, run, from);

/**
 * The same of a run of which what was taken beside what it says has just been given back.
 * @throws Rejection `payout.changed-meanwhile`
 */
export const endLookedRun = async (ports: EndingPorts, run: PayoutRun): Promise<PayoutRun> =>
  mayHaveStrays(run, ports.clock.now()) ? run : ended(ports, run, 0);

/**
 * Pages of items are looked at from one on, round: the first with a payout that is under way ends it, so that telling
 * one by one stays cheap.
 */
async function ended(ports: EndingPorts, run: PayoutRun, from: number): Promise<PayoutRun> {
  if (run.status !== 'submitted') return run;
  const pages = pagesOf(run);
  for (let n = 0; n < pages; n += 1) {
    const items = await itemsOfRun(ports, run, (from + n) % pages);
    const isUnderWay = items.some(
      ({ isWithout, state }) =>
        !isWithout &&
        state !== undefined &&
        state.settledBy === undefined &&
        state.returnedBy === undefined,
    );
    if (isUnderWay) return run;
  }
  return changedRun(ports, run.tenant, run.id, (before) =>
    before.status === 'submitted' ? { ...before, status: 'done' } : undefined,
  );
}
