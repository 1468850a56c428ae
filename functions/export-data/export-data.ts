import type { ExportsMessage } from '../../core/exports/message.ts';
import { type ExportPorts, workOff } from '../../core/exports/run.ts';
import type { TimeLeft } from '../../core/kernel/clock.ts';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';

const SECONDS_PER_DAY = 86_400;
/** For so long may an event wait in a queue, and then among dead letters, until it is counted. */
const MORE_DAYS = 24;

/** Works off messages of the exports queue, by their kind. */
export function exportData(
  ports: Omit<ExportPorts, 'shards' | 'daysBack'>,
  variables: { readonly shardEpochs: string; readonly eventMaxAgeSeconds: string },
): (message: ExportsMessage, time: TimeLeft) => Promise<void> {
  const shards = Math.max(...shardEpochsFrom(variables.shardEpochs).map((epoch) => epoch.shards));
  const maxAge = Number.parseInt(variables.eventMaxAgeSeconds, 10);
  const daysBack = Math.ceil(maxAge / SECONDS_PER_DAY) + MORE_DAYS;
  return (message, time) => workOff({ ...ports, shards, daysBack }, message, time);
}
