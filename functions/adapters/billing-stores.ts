import type { RatingPorts } from '../../core/billing/ports.ts';
import type { Reconciliations } from '../../core/billing/reconciliation/ports.ts';
import { tracesPerMessage } from '../../core/billing/repeats/find-repeats.ts';
import type { Repeats, TraceScratch } from '../../core/billing/repeats/ports.ts';
import type { BillingRuns } from '../../core/billing/run/ports.ts';
import type { Books } from '../../core/books/books.ts';
import type { BooksCells, BooksLog } from '../../core/books/ports.ts';
import type { LatestBlocks, UsageHours } from '../../core/metering/log/ports.ts';
import type { RollupReads } from '../../core/metering/rollups/ports.ts';
import { dynamoDbClient } from './clients.ts';
import { dynamoDbBillingRuns } from './dynamo-db-billing-runs.ts';
import { dynamoDbReconciliations } from './dynamo-db-reconciliations.ts';
import { dynamoDbRepeats, dynamoDbTraceScratch } from './dynamo-db-repeats.ts';
import { type RatingTables, ratingStores } from './rating-stores.ts';

/** Where everything is that a month is billed from and to. */
interface BillingTables extends RatingTables {
  readonly BILLING_RUNS_TABLE_NAME: string;
}

export interface BillingStores {
  readonly rating: RatingPorts;
  readonly books: Books;
  readonly log: BooksLog;
  readonly cells: BooksCells;
  readonly runs: BillingRuns;
  readonly reconciliations: Reconciliations;
  readonly repeats: Repeats;
  readonly scratch: TraceScratch;
  readonly usageHours: UsageHours;
  readonly latest: LatestBlocks;
  readonly rollups: RollupReads;
  readonly tracesMax: number;
}

/** The tables as ports. */
export function billingStores(tables: BillingTables, dynamoDb = dynamoDbClient()): BillingStores {
  const { rating, log, cells, usageLog, rollups } = ratingStores(tables, dynamoDb);
  return {
    rating,
    books: rating.books,
    log,
    cells,
    runs: dynamoDbBillingRuns(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    reconciliations: dynamoDbReconciliations(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    repeats: dynamoDbRepeats(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    scratch: dynamoDbTraceScratch(dynamoDb, tables.BILLING_RUNS_TABLE_NAME),
    usageHours: usageLog,
    latest: usageLog,
    rollups,
    tracesMax: tracesPerMessage,
  };
}
