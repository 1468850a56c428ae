import type { KeptBucket, KeptBuckets } from '../../core/access/leased-rates.ts';

/** Buckets in memory; every read is strongly consistent. */
export function inMemoryBuckets(): KeptBuckets {
  const kept = new Map<string, KeptBucket>();
  return {
    read: async (name) => kept.get(name),
    put: async (bucket) => {
      if ((kept.get(bucket.name)?.revision ?? 0) !== bucket.revision - 1) return 'taken';
      kept.set(bucket.name, bucket);
      return 'put';
    },
  };
}
