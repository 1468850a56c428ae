import { Rejection } from '../kernel/rejection.ts';
import type { RunPorts } from './ports.ts';
import type { PayoutRun } from './run.ts';

/** What runs are changed with. */
export type MovingPorts = Pick<RunPorts, 'runs' | 'clock'>;

const ATTEMPTS_MAX = 10;

/** @throws Rejection `payout.run-not-found` */
export async function runAt(
  { runs }: Pick<RunPorts, 'runs'>,
  tenant: string,
  id: string,
): Promise<PayoutRun> {
  const run = await runs.get(tenant, id);
  if (run !== undefined) return run;
  throw new Rejection(
    'payout.run-not-found',
    `name a run by its id, as the list of them does, got ${JSON.stringify(id.slice(0, 40))}`,
  );
}

/** Puts what a change makes of a run; as it is, where that is undefined. */
export async function changedRun(
  ports: MovingPorts,
  tenant: string,
  id: string,
  change: (before: PayoutRun) => PayoutRun | undefined,
): Promise<PayoutRun> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await runAt(ports, tenant, id);
    const changed = change(before);
    if (changed === undefined) return before;
    const next = { ...changed, changedAt: ports.clock.now(), revision: before.revision + 1 };
    if ((await ports.runs.put(next)) === 'put') return next;
  }
  throw new Rejection(
    'payout.changed-meanwhile',
    `send the same request again: others were changing ${id} at the same time`,
  );
}

export const notOpen = ({ id, status }: PayoutRun, what: string): Rejection =>
  new Rejection('payout.run-not-open', `look at ${id}: it is ${status}, and so it is not ${what}`);

/**
 * Approves a run, by another key than the one that prepared it. What was approved by the same key already stays so.
 * @throws Rejection `payout.run-not-found`, `payout.run-not-open`, `payout.same-key`, `payout.changed-meanwhile`
 */
export const approveRun = (
  ports: MovingPorts,
  tenant: string,
  { id, by }: { readonly id: string; readonly by: string },
): Promise<PayoutRun> =>
  changedRun(ports, tenant, id, (run) => {
    if (run.madeBy === by) {
      throw new Rejection(
        'payout.same-key',
        `approve ${id} with another key: this one has prepared it`,
      );
    }
    if (run.status === 'approved') return undefined;
    if (run.status !== 'prepared') throw notOpen(run, 'approved');
    return { ...run, status: 'approved', approvedBy: by, approvedAt: ports.clock.now() };
  });

/**
 * Cancels a run of which nothing was taken.
 * @throws Rejection `payout.run-not-found`, `payout.run-not-open`, `payout.changed-meanwhile`
 */
export const cancelRun = (ports: MovingPorts, tenant: string, id: string): Promise<PayoutRun> =>
  changedRun(ports, tenant, id, (run) => {
    if (run.status === 'cancelled') return undefined;
    if (run.status !== 'prepared' && run.status !== 'approved') throw notOpen(run, 'cancelled');
    return { ...run, status: 'cancelled' };
  });
