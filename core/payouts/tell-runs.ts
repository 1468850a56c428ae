import { changedRun } from './move-run.ts';
import type { RunPorts } from './ports.ts';
import type { PayoutRun } from './run.ts';

/** Tells others that a run waits for another key to approve it. */
export interface RunTelling {
  /** Rejects where it is not known whether it is told; told again, it may be told twice. */
  tellRun(tenant: string, run: PayoutRun): Promise<void>;
}

/** What runs are told with. */
interface RunTellingPorts extends Pick<RunPorts, 'runs' | 'clock'> {
  readonly teller: RunTelling;
}

/** Tells of a run that waits, once, and notes that it is told: a crash in between tells it twice, never not at all. */
export async function tellWaiting(ports: RunTellingPorts, run: PayoutRun): Promise<PayoutRun> {
  if (run.status !== 'prepared' || run.isTold === true) return run;
  await ports.teller.tellRun(run.tenant, run);
  return changedRun(ports, run.tenant, run.id, (before) =>
    before.isTold === true ? undefined : { ...before, isTold: true },
  );
}
