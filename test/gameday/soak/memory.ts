import { readFileSync } from 'node:fs';
import type { Supervisor } from '../stack/supervisor.ts';
import type { Heaps } from './heaps.ts';

/**
 * Who holds memory: what the processes of the runtime and of the engines have, and of the runtime what is in use by its
 * main thread and by an average worker once garbage is collected.
 */
export const holders = ['runtime', 'main thread', 'a worker', 'dynalite', 'fauxqs'] as const;
export type Holder = (typeof holders)[number];

/** What each holds at one time, in MB. */
export interface Sample {
  /** Since the load began. */
  readonly seconds: number;
  /** Accepted so far. */
  readonly events: number;
  readonly workers: number;
  readonly megabytes: Readonly<Record<Holder, number>>;
}

const mega = 1024 * 1024;

/** Asks the system for what processes hold, before the runtime collects garbage to tell what is in use. */
export async function memoryOf(
  supervisor: Supervisor,
): Promise<Pick<Sample, 'workers' | 'megabytes'>> {
  const [dynalite = 0, fauxqs = 0] = supervisor.enginePids();
  const resident = {
    runtime: residentOf(supervisor.pid() ?? 0),
    dynalite: residentOf(dynalite),
    fauxqs: residentOf(fauxqs),
  };
  const { main, workers } = (await supervisor.askUntilAnswered({ ask: 'heaps' })) as Heaps;
  const inWorkers = workers.reduce((sum, bytes) => sum + bytes, 0);
  return {
    workers: workers.length,
    megabytes: {
      ...resident,
      'main thread': main / mega,
      'a worker': inWorkers / Math.max(1, workers.length) / mega,
    },
  };
}

/** As Linux tells it. */
function residentOf(pid: number): number {
  const [, kilobytes = ''] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** The mean of a third of the samples: 0 is the first, 2 the last. */
export function meanOfThird(samples: readonly Sample[], third: 0 | 2, holder: Holder): number {
  const count = Math.ceil(samples.length / 3);
  const those = third === 0 ? samples.slice(0, count) : samples.slice(-count);
  return those.reduce((sum, { megabytes }) => sum + megabytes[holder], 0) / those.length;
}
