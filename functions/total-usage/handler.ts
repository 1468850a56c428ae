import middy from '@middy/core';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { DynamoDbRollups } from '../adapters/dynamo-db-rollups.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { reportBatchItemFailures } from '../middleware/process-batch.ts';
import { environment } from './environment.ts';
import { totalUsage } from './total-usage.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

const total = totalUsage({
  usageLog: new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME),
  totals: new DynamoDbUsageTotals(dynamoDb, variables.TOTALS_TABLE_NAME),
  rollups: new DynamoDbRollups(dynamoDb, variables.TOTALS_TABLE_NAME),
  clock: systemClock,
  catalogs: dynamoDbMeterCatalogs(dynamoDb, variables.CATALOG_TABLE_NAME),
});

export const handler = middy(total).use(reportBatchItemFailures());
