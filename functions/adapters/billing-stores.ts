import type { RatingPorts } from '../../core/billing/ports.ts';
import { monthsReachedBackFor } from '../../core/billing/rating/reach.ts';
import { tracesPerMessage } from '../../core/billing/repeats/find-repeats.ts';
import type { Repeats, TraceScratch } from '../../core/billing/repeats/ports.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import { Books } from '../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { UsageHours } from '../../core/metering/log/ports.ts';
import { shardEpochsFrom } from '../../core/metering/log/shard-epochs.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbBillingRuns } from './dynamo-db-billing-runs.ts';
import { dynamoDbBillingSettings } from './dynamo-db-billing-settings.ts';
import { dynamoDbBooksCells } from './dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from './dynamo-db-books-log.ts';
import { DynamoDbCustomers } from './dynamo-db-customers.ts';
import { dynamoDbMeterCatalogs } from './dynamo-db-meter-catalogs.ts';
import { dynamoDbPlans } from './dynamo-db-plans.ts';
import { dynamoDbRepeats, dynamoDbTraceScratch } from './dynamo-db-repeats.ts';
import { DynamoDbUsageLog } from './dynamo-db-usage-log.ts';
import { DynamoDbUsageTotals } from './dynamo-db-usage-totals.ts';
import { systemClock } from './system-clock.ts';

/** Where everything is that a month is billed from and to. */
interface BillingTables {
  readonly BOOKS_TABLE_NAME: string;
  readonly BOOKS_CELLS_TABLE_NAME: string;
  readonly BILLING_RUNS_TABLE_NAME: string;
  readonly CATALOG_TABLE_NAME: string;
  readonly TOTALS_TABLE_NAME: string;
  readonly USAGE_LOG_TABLE_NAME: string;
  readonly SHARD_EPOCHS: string;
  readonly EVENT_MAX_AGE_SECONDS: string;
}

export interface BillingStores {
  readonly rating: RatingPorts;
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly repeats: Repeats;
  readonly scratch: TraceScratch;
  readonly usageHours: UsageHours;
  readonly tracesMax: number;
}

/** The tables as ports. */
export function billingStores(tables: BillingTables, dynamoDb = dynamoDbClient()): BillingStores {
  const log = dynamoDbBooksLog(dynamoDb, tables.BOOKS_TABLE_NAME);
  const cells = dynamoDbBooksCells(dynamoDb, tables.BOOKS_CELLS_TABLE_NAME);
  const usageLog = new DynamoDbUsageLog(dynamoDb, tables.USAGE_LOG_TABLE_NAME);
  const books = new Books({ log, cells, clock: systemClock });
  return {
    books,
    log,
    cells,
    runs: dynamoDbBillingRuns(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    repeats: dynamoDbRepeats(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    scratch: dynamoDbTraceScratch(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    usageHours: usageLog,
    tracesMax: tracesPerMessage,
    rating: {
      customers: new DynamoDbCustomers(dynamoDb, tables.CATALOG_TABLE_NAME),
      plans: dynamoDbPlans(dynamoDb, tables.CATALOG_TABLE_NAME),
      settings: dynamoDbBillingSettings(dynamoDb, tables.CATALOG_TABLE_NAME),
      catalogs: dynamoDbMeterCatalogs(dynamoDb, tables.CATALOG_TABLE_NAME),
      totals: new DynamoDbUsageTotals(dynamoDb, tables.TOTALS_TABLE_NAME),
      usageLog,
      shardEpochs: shardEpochsFrom(tables.SHARD_EPOCHS),
      books,
      monthsReachedBack: monthsReachedBackFor(Number.parseInt(tables.EVENT_MAX_AGE_SECONDS, 10)),
    },
  };
}
