import middy from '@middy/core';
import { Books } from '../../core/books/books.ts';
import { dynamoDbClient } from '../adapters/clients.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { DynamoDbRollups } from '../adapters/dynamo-db-rollups.ts';
import { DynamoDbUsageLog } from '../adapters/dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { environment } from './environment.ts';
import { rebuildProjections } from './rebuild-projections.ts';

const variables = readEnvironment(environment);
const dynamoDb = dynamoDbClient();
const log = dynamoDbBooksLog(dynamoDb, variables.BOOKS_TABLE_NAME);
const cells = dynamoDbBooksCells(dynamoDb, variables.BOOKS_CELLS_TABLE_NAME);
const usageLog = new DynamoDbUsageLog(dynamoDb, variables.USAGE_LOG_TABLE_NAME);

export const handler = middy(
  rebuildProjections({
    log,
    cells,
    books: new Books({ log, cells, clock: systemClock }),
    usageLog,
    loggedHours: usageLog,
    totals: new DynamoDbUsageTotals(dynamoDb, variables.TOTALS_TABLE_NAME),
    rollups: new DynamoDbRollups(dynamoDb, variables.TOTALS_TABLE_NAME),
    catalogs: dynamoDbMeterCatalogs(dynamoDb, variables.CATALOG_TABLE_NAME),
    clock: systemClock,
  }),
);
