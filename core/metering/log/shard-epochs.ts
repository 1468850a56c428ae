import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer, timestampFrom } from '../../kernel/timestamp.ts';
import { partitions, type ShardEpoch } from './log-key.ts';

/**
 * The epochs in configuration text: JSON `[{"from": RFC 3339, "shards": number}]`, ascending, the first in 1970. Each
 * begins on the hour, because totals are kept by the hour, and has a power of two up to 64 shards, so that a shard is a
 * whole number of partitions.
 */
export function shardEpochsFrom(text: string): ShardEpoch[] {
  const list = JSON.parse(text) as readonly { readonly from: string; readonly shards: number }[];
  const epochs = list.map(({ from, shards }): ShardEpoch => {
    const start = timestampFrom(from);
    invariant(
      start !== undefined && start % millisecondsPer.hour === 0,
      `begin a shard epoch on the hour, got ${from}`,
    );
    invariant(
      Number.isInteger(shards) && shards >= 1 && partitions % shards === 0,
      `give a shard epoch a power of two up to ${partitions} shards, got ${shards}`,
    );
    return { from: start, shards };
  });
  invariant(epochs[0]?.from === 0, 'begin the first shard epoch at 1970-01-01T00:00:00Z');
  for (const [index, { from }] of epochs.entries()) {
    invariant(index === 0 || from > (epochs[index - 1]?.from ?? from), 'shard epochs ascend');
  }
  return epochs;
}
