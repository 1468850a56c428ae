import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
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
import { dynamoDbRevisions, type RevisedDocument } from './dynamo-db-revisions.ts';

const jobsOf = (tenant: string): string => JSON.stringify(['backfill-jobs', tenant]);
const batchesOf = (tenant: string, name: string): string =>
  JSON.stringify(['backfill-batches', tenant, name]);

const revisedJob = ({ sk, revision, body }: RevisedDocument): RevisedJob => ({
  revision,
  job: jobFrom(sk, body),
});

const revisedBatch = ({ sk, revision, body }: RevisedDocument): RevisedBatch => ({
  revision,
  batch: batchFrom(sk, body),
});

/** Backfill jobs in a table with `pk` (S) and `sk` (S), and the batches of each beside each other. */
export function dynamoDbBackfills(client: DynamoDBClient, tableName: string): BackfillRecords {
  const documents = dynamoDbRevisions(client, tableName);
  return {
    async get(tenant, name) {
      const found = await documents.get({ pk: jobsOf(tenant), sk: name });
      return found === undefined ? undefined : revisedJob(found);
    },
    put: (tenant, { revision, job }) =>
      documents.put({ pk: jobsOf(tenant), sk: job.name }, revision, storedJob(job)),
    async list(tenant, page) {
      const { documents: found, more } = await documents.list(jobsOf(tenant), page);
      return { jobs: found.map(revisedJob), more };
    },
    async batch(tenant, name, digest) {
      const found = await documents.get({ pk: batchesOf(tenant, name), sk: digest });
      return found === undefined ? undefined : revisedBatch(found);
    },
    putBatch: (tenant, name, { revision, batch }) =>
      documents.put(
        { pk: batchesOf(tenant, name), sk: batch.digest },
        revision,
        storedBatch(batch),
      ),
    async listBatches(tenant, name, page) {
      const { documents: found, more } = await documents.list(batchesOf(tenant, name), page);
      return { batches: found.map(revisedBatch), more };
    },
  };
}
