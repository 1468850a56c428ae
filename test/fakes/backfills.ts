import type {
  BackfillRecords,
  RevisedBatch,
  RevisedJob,
} from '../../core/metering/backfills/ports.ts';
import {
  batchFrom,
  jobFrom,
  storedBatch,
  storedJob,
} from '../../core/metering/backfills/stored-backfill.ts';
import { inMemoryRecords } from './records.ts';

interface Kept {
  readonly key: string;
  readonly revision: number;
  readonly body: string;
}

/** Backfill jobs and their batches in memory; every read is strongly consistent. */
export function inMemoryBackfills(): BackfillRecords {
  const jobs = inMemoryRecords<Kept>();
  const batches = inMemoryRecords<Kept>();
  const jobOf = ({ key, revision, body }: Kept): RevisedJob => ({
    revision,
    job: jobFrom(key, JSON.parse(body)),
  });
  const batchOf = ({ key, revision, body }: Kept): RevisedBatch => ({
    revision,
    batch: batchFrom(key, JSON.parse(body)),
  });
  const place = (tenant: string, name: string): string => JSON.stringify([tenant, name]);
  return {
    async get(tenant, name) {
      const found = await jobs.get(tenant, name);
      return found === undefined ? undefined : jobOf(found);
    },
    put: (tenant, { revision, job }) =>
      jobs.put(tenant, { key: job.name, revision, body: JSON.stringify(storedJob(job)) }),
    async list(tenant, page) {
      const { records, more } = await jobs.list(tenant, page);
      return { jobs: records.map(jobOf), more };
    },
    async batch(tenant, name, digest) {
      const found = await batches.get(place(tenant, name), digest);
      return found === undefined ? undefined : batchOf(found);
    },
    putBatch: (tenant, name, { revision, batch }) =>
      batches.put(place(tenant, name), {
        ...{ key: batch.digest, revision, body: JSON.stringify(storedBatch(batch)) },
      }),
    async listBatches(tenant, name, page) {
      const { records, more } = await batches.list(place(tenant, name), page);
      return { batches: records.map(batchOf), more };
    },
  };
}
