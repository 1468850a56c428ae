import middy from '@middy/core';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { dropsMessageFrom } from '../../core/tallies/drops/message.ts';
import { workOffDrops } from '../../core/tallies/drops/work-off.ts';
import { dynamoDbClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { correctionStores } from '../adapters/correction-stores.ts';
import { dynamoDbDrops } from '../adapters/dynamo-db-drops.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { s3DropFiles } from '../adapters/s3-drop-files.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment, wholeNumber } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { tellNotice } from '../middleware/tell-notice.ts';
import { environment } from './environment.ts';

/** Enough for a round, or a step of a correction. */
const SHORT_MS = 90_000;
/** Part of how drops are kept: a row is in the same round each time. */
const ROUND_ROWS = 5_000;

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

const writing = {
  ...correctionStores(variables, dynamoDb),
  catalogs: dynamoDbMeterCatalogs(dynamoDb, variables.CATALOG_TABLE_NAME),
  shardEpochs: shardEpochsFrom(variables.SHARD_EPOCHS),
  clock: systemClock,
};
const ports = {
  ...writing,
  corrections: {
    ...writing,
    usageHours: new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME),
  },
  drops: dynamoDbDrops(dynamoDb, variables.BILLING_RUNS_TABLE_NAME),
  files: s3DropFiles(s3Client(), variables.DROPS_BUCKET_NAME),
  pseudonyms: pseudonymsOf(variables, dynamoDb),
  maxAge: wholeNumber('EVENT_MAX_AGE_SECONDS', variables.EVENT_MAX_AGE_SECONDS),
  roundRows: ROUND_ROWS,
  queue: sqsQueue(sqsClient(), { queueUrl: variables.DROPS_QUEUE_URL, groupOf: byTenant }),
  onNotice: tellNotice,
};

export const handler = middy(
  forEachRecord(({ body }, context) =>
    workOffDrops(ports, dropsMessageFrom(body), {
      isShort: () => (context?.getRemainingTimeInMillis() ?? SHORT_MS) < SHORT_MS,
    }),
  ),
).use(reportBatchItemFailures());
