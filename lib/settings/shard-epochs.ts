import { timestampFrom } from '../../core/kernel/timestamp.ts';
import { jsonFrom, type Kind, refuse } from './setting.ts';

/** From `from` on, a minute's usage log is split into `shards` logs per tenant. */
export interface ShardEpoch {
  /** RFC 3339, UTC, on the hour, because totals are kept by the hour. */
  readonly from: string;
  /** A power of two, at most 64. */
  readonly shards: number;
}

/** They are in a variable of each function that knows of them, which have 4 KB for all that they say. */
const EPOCHS_MAX = 20;

const epochsTake = `a JSON array of {"from": RFC 3339 in UTC, on the hour, "shards": a power of two up to 64}, the first from 1970-01-01T00:00:00Z and each later than the one before, ${EPOCHS_MAX} at most`;

const fourShards: readonly ShardEpoch[] = [{ from: '1970-01-01T00:00:00Z', shards: 4 }];

/** Shard epochs, as JSON or as text that holds it; 4 shards from 1970 on where nothing is set. */
export const shardEpochs: Kind<readonly ShardEpoch[]> = {
  takes: 'JSON',
  byDefault: `\`${JSON.stringify(fourShards)}\``,
  parse: (called, given) => {
    if (given === undefined) return fourShards;
    const parsed = typeof given === 'string' ? jsonFrom(given) : given;
    const epochs = Array.isArray(parsed) ? parsed.map(epochFrom) : [];
    const fits = epochs.filter((epoch) => epoch !== undefined);
    const isRising = fits.every(({ start }, index) => start > (fits[index - 1]?.start ?? -1));
    const isWhole = fits.length === epochs.length && fits.length <= EPOCHS_MAX;
    if (isWhole && isRising && fits[0]?.start === 0) {
      return fits.map(({ from, shards }) => ({ from, shards }));
    }
    return refuse(called, epochsTake, given);
  },
};

const shardCounts: readonly unknown[] = [1, 2, 4, 8, 16, 32, 64];

function epochFrom(value: unknown): (ShardEpoch & { readonly start: number }) | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, shards } = value as { from?: unknown; shards?: unknown };
  if (typeof from !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:00:00Z$/.test(from)) return undefined;
  const start = timestampFrom(from);
  if (start === undefined || typeof shards !== 'number' || !shardCounts.includes(shards)) {
    return undefined;
  }
  return { from, shards, start };
}
