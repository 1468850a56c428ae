import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CorrectionStores } from '../../core/billing/run/go-on-correcting.ts';
import { UsageLogWriter } from '../../core/metering/log/usage-log.ts';
import { wholeNumber } from '../middleware/environment.ts';
import { sqsClient } from './clients.ts';
import { dynamoDbCorrections } from './dynamo-db-corrections.ts';
import { DynamoDbUsageLog } from './dynamo-db-usage-log.ts';
import { byTenant } from './message-groups.ts';
import { sqsQueue } from './sqs-queue.ts';

interface CorrectionTables {
  readonly BILLING_RUNS_TABLE_NAME: string;
  readonly USAGE_LOG_TABLE_NAME: string;
  readonly TOUCHED_QUEUE_URL: string;
  readonly TOUCHED_DELAY_SECONDS: string;
}

/** What corrections are kept in and written with. */
export function correctionStores(
  tables: CorrectionTables,
  dynamoDb: DynamoDBClient,
): CorrectionStores {
  const usageLog = new DynamoDbUsageLog(dynamoDb, tables.USAGE_LOG_TABLE_NAME);
  return {
    records: dynamoDbCorrections(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    writer: () => new UsageLogWriter(usageLog),
    touched: sqsQueue(sqsClient(), {
      queueUrl: tables.TOUCHED_QUEUE_URL,
      groupOf: byTenant,
      delaySeconds: wholeNumber('TOUCHED_DELAY_SECONDS', tables.TOUCHED_DELAY_SECONDS),
    }),
  };
}
