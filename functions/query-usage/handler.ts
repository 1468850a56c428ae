import { openMeterOperations } from '../../core/contract/openmeter/operations.ts';
import { usageOperations } from '../../core/contract/usage/operations.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { DynamoDbCustomers } from '../adapters/dynamo-db-customers.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { DynamoDbRollups } from '../adapters/dynamo-db-rollups.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { pseudonymsOf } from '../adapters/pseudonyms-of.ts';
import { sharedRates } from '../adapters/shared-rates.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { withinRate } from '../middleware/within-rate.ts';
import { environment } from './environment.ts';
import { queryUsage } from './query-usage.ts';

const variables = readEnvironment(environment);
const { TOTALS_TABLE_NAME, CATALOG_TABLE_NAME } = variables;
const dynamoDb = dynamoDbClient();

export const handler = withinRate(
  sharedRates(variables),
  serveRoutes(
    'QueryUsage',
    { ...usageOperations, ...openMeterOperations },
    queryUsage({
      totals: new DynamoDbUsageTotals(dynamoDb, TOTALS_TABLE_NAME),
      rollups: new DynamoDbRollups(dynamoDb, TOTALS_TABLE_NAME),
      catalogs: dynamoDbMeterCatalogs(dynamoDb, CATALOG_TABLE_NAME),
      customers: new DynamoDbCustomers(dynamoDb, CATALOG_TABLE_NAME),
      pseudonyms: pseudonymsOf(variables, dynamoDb),
      clock: systemClock,
    }),
  ),
);
