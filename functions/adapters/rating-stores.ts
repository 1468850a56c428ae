import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RatingPorts } from '../../core/billing/ports.ts';
import { monthsReachedBackFor } from '../../core/billing/rating/reach.ts';
import { Books } from '../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { Customers } from '../../core/catalog/ports.ts';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { markedTotals } from '../../core/metering/rollups/marked-totals.ts';
import { dynamoDbBillingSettings } from './dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from './dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from './dynamo-db-books-log.ts';
import { DynamoDbCustomers } from './dynamo-db-customers.ts';
import { dynamoDbMeterCatalogs } from './dynamo-db-meter-catalogs.ts';
import { dynamoDbPlans } from './dynamo-db-plans.ts';
import { DynamoDbRollups } from './dynamo-db-rollups.ts';
import { DynamoDbUsageLog } from './dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from './dynamo-db-usage-totals.ts';
import { systemClock } from './system-clock.ts';
import { walletsIn } from './wallets-in.ts';

/** Where everything is that a month is rated from. */
export interface RatingTables {
  readonly BOOKS_TABLE_NAME: string;
  readonly BOOKS_CELLS_TABLE_NAME: string;
  readonly CATALOG_TABLE_NAME: string;
  readonly TOTALS_TABLE_NAME: string;
  readonly USAGE_LOG_TABLE_NAME: string;
  readonly SHARD_EPOCHS: string;
  readonly EVENT_MAX_AGE_SECONDS: string;
  readonly SPEND_TABLE_NAME: string;
  readonly SPEND_KEPT_TABLE_NAME: string;
}

export interface RatingStores {
  readonly rating: RatingPorts & { readonly customers: Customers };
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly usageLog: DynamoDbUsageLog;
  readonly rollups: DynamoDbRollups;
}

/** The tables as ports. */
export function ratingStores(tables: RatingTables, dynamoDb: DynamoDBClient): RatingStores {
  const log = dynamoDbBooksLog(dynamoDb, tables.BOOKS_TABLE_NAME);
  const cells = dynamoDbBooksCells(dynamoDb, tables.BOOKS_CELLS_TABLE_NAME);
  const usageLog = new DynamoDbUsageLog(dynamoDb, tables.USAGE_LOG_TABLE_NAME);
  const rollups = new DynamoDbRollups(dynamoDb, tables.TOTALS_TABLE_NAME);
  return {
    log,
    cells,
    usageLog,
    rollups,
    rating: {
      customers: new DynamoDbCustomers(dynamoDb, tables.CATALOG_TABLE_NAME),
      plans: dynamoDbPlans(dynamoDb, tables.CATALOG_TABLE_NAME),
      settings: dynamoDbBillingSettings(dynamoDb, tables.CATALOG_TABLE_NAME),
      catalogs: dynamoDbMeterCatalogs(dynamoDb, tables.CATALOG_TABLE_NAME),
      totals: markedTotals(new DynamoDbUsageTotals(dynamoDb, tables.TOTALS_TABLE_NAME), rollups),
      usageLog,
      shardEpochs: shardEpochsFrom(tables.SHARD_EPOCHS),
      books: new Books({
        log,
        cells,
        clock: systemClock,
        pause: (milliseconds) => sleep(milliseconds),
      }),
      wallets: walletsIn(dynamoDb, tables),
      monthsReachedBack: monthsReachedBackFor(Number.parseInt(tables.EVENT_MAX_AGE_SECONDS, 10)),
    },
  };
}
