import middy from '@middy/core';
import { Books } from '../../core/books/books.ts';
import { exportsMessageFrom } from '../../core/exports/message.ts';
import { dynamoDbClient, s3Client, sqsClient } from '../adapters/clients.ts';
import { dynamoDbBillingSettings } from '../adapters/dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { dynamoDbExportRuns, dynamoDbSeenDays } from '../adapters/dynamo-db-exports.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { byTenant } from '../adapters/message-groups.ts';
import { s3ExportFiles } from '../adapters/s3-export-files.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { systemRandom } from '../adapters/system-random.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { forEachRecord, reportBatchItemFailures } from '../middleware/process-batch.ts';
import { environment } from './environment.ts';
import { exportData } from './export-data.ts';

/** Enough for what comes next of a day, as it is bounded. */
const SHORT_MS = 150_000;

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);

const exporting = exportData(
  {
    runs: dynamoDbExportRuns(dynamoDb, variables.EXPORTS_TABLE_NAME),
    seen: dynamoDbSeenDays(dynamoDb, variables.EXPORTS_TABLE_NAME),
    files: s3ExportFiles(s3Client(), variables.EXPORTS_BUCKET_NAME),
    usageHours: new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME),
    totals: new DynamoDbUsageTotals(dynamoDb, variables.TOTALS_TABLE_NAME),
    catalogs: dynamoDbMeterCatalogs(dynamoDb, variables.CATALOG_TABLE_NAME),
    log,
    books: new Books({ log, cells, clock: systemClock }),
    settings: dynamoDbBillingSettings(dynamoDb, variables.CATALOG_TABLE_NAME),
    queue: sqsQueue(sqsClient(), { queueUrl: variables.EXPORTS_QUEUE_URL, groupOf: byTenant }),
    clock: systemClock,
    random: systemRandom,
  },
  { shardEpochs: variables.SHARD_EPOCHS, eventMaxAgeSeconds: variables.EVENT_MAX_AGE_SECONDS },
);

export const handler = middy(
  forEachRecord(({ body }, context) =>
    exporting(exportsMessageFrom(body), {
      isShort: () => (context?.getRemainingTimeInMillis() ?? SHORT_MS) < SHORT_MS,
    }),
  ),
).use(reportBatchItemFailures());
