import { sha256 } from '../../kernel/digest.ts';
import { invariant } from '../../kernel/invariant.ts';
import { millisecondsPer, type Timestamp } from '../../kernel/timestamp.ts';

/** One log: all that one shard of a tenant's subjects did in one minute (minutes since 1970). */
export interface LogKey {
  readonly tenant: string;
  readonly shard: number;
  readonly minute: number;
}

/** From `from` on, a minute's events are spread over `shards` logs. */
export interface ShardEpoch {
  readonly from: Timestamp;
  readonly shards: number;
}

/** Part of the stored format: totals are kept by partition, and every possible number of shards divides it. */
export const partitions = 64;

/** The partition of a subject, the same for good. */
export const partitionOf = (subject: string): number => (sha256(subject)[0] ?? 0) % partitions;

/** Every shard these partitions can have been in: how many shards an hour had does not have to be known. */
export function shardsHolding(places: readonly number[]): ReadonlySet<number> {
  const shards = new Set<number>();
  for (let count = 1; count <= partitions; count *= 2) {
    for (const place of places) shards.add(place % count);
  }
  return shards;
}

export const minuteOf = (timestamp: Timestamp): number =>
  Math.floor(timestamp / millisecondsPer.minute);

export const hourOfMinute = (minute: number): number => Math.floor(minute / 60);

/** The number of shards of a minute: that of the last epoch that began at or before it. */
export function shardsOf(minute: number, epochs: readonly ShardEpoch[]): number {
  const epoch = epochs.findLast(({ from }) => minuteOf(from) <= minute);
  invariant(epoch !== undefined, 'the first shard epoch begins in 1970');
  return epoch.shards;
}

/** The log of an event: a function of nothing but the event. */
export function logKeyOf(
  tenant: string,
  event: { readonly subject: string; readonly occurredAt: Timestamp },
  epochs: readonly ShardEpoch[],
): LogKey {
  const minute = minuteOf(event.occurredAt);
  return { tenant, shard: partitionOf(event.subject) % shardsOf(minute, epochs), minute };
}

/** A key as text, injective. */
export const logKeyText = ({ tenant, shard, minute }: LogKey): string =>
  JSON.stringify([tenant, shard, minute]);
