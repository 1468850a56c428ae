import { Books } from '../../core/books/books.ts';
import { catalogOperations } from '../../core/contract/catalog/operations.ts';
import { dynamoDbClient, sqsClient } from '../adapters/clients.ts';
import { dynamoDbBillingSettings } from '../adapters/dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from '../adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../adapters/dynamo-db-books-log.ts';
import { DynamoDbCustomers } from '../adapters/dynamo-db-customers.ts';
import { dynamoDbMeterCatalogs } from '../adapters/dynamo-db-meter-catalogs.ts';
import { dynamoDbPlans } from '../adapters/dynamo-db-plans.ts';
import { DynamoDbUsageTotals } from '../adapters/dynamo-db-usage-totals.ts';
import { sqsQueue } from '../adapters/sqs-queue.ts';
import { systemClock } from '../adapters/system-clock.ts';
import { readEnvironment } from '../middleware/environment.ts';
import { serveRoutes } from '../middleware/serve-routes.ts';
import { environment } from './environment.ts';
import { serveCatalog } from './serve-catalog.ts';

const {
  CATALOG_TABLE_NAME,
  TOTALS_TABLE_NAME,
  BACKFILL_QUEUE_URL,
  BOOKS_TABLE_NAME,
  BOOKS_CELLS_TABLE_NAME,
} = readEnvironment(environment);
const dynamoDb = dynamoDbClient();

export const handler = serveRoutes(
  'ServeCatalog',
  catalogOperations,
  serveCatalog({
    catalogs: dynamoDbMeterCatalogs(dynamoDb, CATALOG_TABLE_NAME),
    customers: new DynamoDbCustomers(dynamoDb, CATALOG_TABLE_NAME),
    totals: new DynamoDbUsageTotals(dynamoDb, TOTALS_TABLE_NAME),
    backfill: sqsQueue(sqsClient(), { queueUrl: BACKFILL_QUEUE_URL }),
    plans: dynamoDbPlans(dynamoDb, CATALOG_TABLE_NAME),
    settings: dynamoDbBillingSettings(dynamoDb, CATALOG_TABLE_NAME),
    books: new Books({
      log: dynamoDbBooksLog(dynamoDb, BOOKS_TABLE_NAME),
      cells: dynamoDbBooksCells(dynamoDb, BOOKS_CELLS_TABLE_NAME),
      clock: systemClock,
    }),
    clock: systemClock,
  }),
);
