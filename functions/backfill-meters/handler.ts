import middy from '@middy/core';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { reportBatchItemFailures } from '../middleware/process-batch.ts';
import { backfillMeters } from './backfill-meters.ts';
import { environment } from './environment.ts';

const { TOTALS_TABLE_NAME, TOUCHED_QUEUE_URL, BACKFILL_QUEUE_URL } = readEnvironment(environment);
const sqs = sqsClient();

const backfill = backfillMeters({
  totals: new DynamoDbUsageTotals(dynamoDbClient(), TOTALS_TABLE_NAME),
  touched: sqsQueue(sqs, { queueUrl: TOUCHED_QUEUE_URL, groupOf: byTenant }),
  backfill: sqsQueue(sqs, { queueUrl: BACKFILL_QUEUE_URL, groupOf: byTenant }),
});

export const handler = middy(backfill).use(reportBatchItemFailures());
