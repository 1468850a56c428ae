import { readFileSync } from 'node:fs';
import { isJsonObject } from '../../../cli/http/json.ts';
import type { Supervisor } from '../stack/supervisor.ts';

/** Who holds memory: the process of the runtime, of which workers' heaps are a part, and each engine's. */
export const holders = ['runtime', 'workers', 'dynalite', 'fauxqs'] as const;
export type Holder = (typeof holders)[number];

/** What each holds at one time, in MB. */
export interface Sample {
  /** Since the load began. */
  readonly seconds: number;
  /** Accepted so far. */
  readonly events: number;
  readonly megabytes: Readonly<Record<Holder, number>>;
}

const mega = 1024 * 1024;

/** Asks the system for what processes hold, and the runtime for its workers. */
export async function megabytesOf(supervisor: Supervisor): Promise<Sample['megabytes']> {
  const told = await supervisor.askUntilAnswered({ ask: 'worker-bytes' });
  const workers = isJsonObject(told) ? Object.values(told) : [];
  const [dynalite = 0, fauxqs = 0] = supervisor.enginePids();
  return {
    runtime: residentOf(supervisor.pid() ?? 0),
    workers: workers.reduce<number>((sum, bytes) => sum + Number(bytes), 0) / mega,
    dynalite: residentOf(dynalite),
    fauxqs: residentOf(fauxqs),
  };
}

/** As Linux tells it. */
function residentOf(pid: number): number {
  const [, kilobytes = ''] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** MB an hour by which it grows: the slope of the least squares through all samples. */
export function slopeOf(samples: readonly Sample[], holder: Holder): number {
  const hours = samples.map(({ seconds }) => seconds / 3_600);
  const held = samples.map(({ megabytes }) => megabytes[holder]);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [hour, size] = [mean(hours), mean(held)];
  const together = hours.reduce(
    (sum, at, index) => sum + (at - hour) * ((held[index] ?? 0) - size),
    0,
  );
  const alone = hours.reduce((sum, at) => sum + (at - hour) ** 2, 0);
  return alone === 0 ? 0 : together / alone;
}
