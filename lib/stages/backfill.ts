import { Duration } from 'aws-cdk-lib';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environment as backfillMetersEnvironment } from '../../functions/backfill-meters/environment.ts';
import { environment as serveCatalogEnvironment } from '../../functions/serve-catalog/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { StageProps } from './stage-props.ts';

export interface BackfillProps extends StageProps {
  readonly catalog: RetainedTable;
  /** What is closed: a customer's plan of a closed month stays. */
  readonly books: RetainedTable;
  readonly booksCells: RetainedTable;
  /** Which hours hold usage that a new meter must count too. */
  readonly totals: RetainedTable;
  /** Where those hours are announced, to be folded again. */
  readonly touched: WorkQueue;
}

const backfillTimeout = Duration.seconds(60);

/** PUT /v1/meters → ServeCatalog → catalog, backfill queue → BackfillMeters → touched queue, so that totals are folded again. */
export class Backfill extends Construct {
  readonly queue: WorkQueue;
  readonly serveCatalog: NodeFunction;

  constructor(scope: Construct, id: string, props: BackfillProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, 'Backfill', {
      consumerTimeout: backfillTimeout,
      alarms: props.alarms,
    });
    this.serveCatalog = this.catalogInterface(props);
    this.backfillMeters(props);
  }

  private catalogInterface(props: BackfillProps): NodeFunction {
    const { settings, alarms, catalog, totals, books, booksCells } = props;
    const serveCatalog = new NodeFunction(this, 'ServeCatalog', {
      declares: serveCatalogEnvironment,
      environment: {
        CATALOG_TABLE_NAME: catalog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
        BACKFILL_QUEUE_URL: this.queue.queue.queueUrl,
        BOOKS_TABLE_NAME: books.tableName,
        BOOKS_CELLS_TABLE_NAME: booksCells.tableName,
      },
      memorySizeMb: 512,
      timeout: Duration.seconds(20),
      logRetention: settings.logRetention,
      alarms,
    });
    catalog.allow(serveCatalog, 'GetItem', 'BatchGetItem', 'Query', 'PutItem');
    totals.allow(serveCatalog, 'Query');
    books.allow(serveCatalog, 'Query');
    // Reading the books also brings their projections up to them.
    booksCells.allow(serveCatalog, 'BatchGetItem', 'PutItem');
    this.queue.allowSend(serveCatalog);
    return serveCatalog;
  }

  private backfillMeters({ settings, alarms, totals, touched }: BackfillProps): void {
    const backfillMeters = new NodeFunction(this, 'BackfillMeters', {
      declares: backfillMetersEnvironment,
      environment: {
        TOTALS_TABLE_NAME: totals.tableName,
        TOUCHED_QUEUE_URL: touched.queue.queueUrl,
        BACKFILL_QUEUE_URL: this.queue.queue.queueUrl,
      },
      memorySizeMb: 512,
      timeout: backfillTimeout,
      logRetention: settings.logRetention,
      alarms,
      // It goes on with the rest of a long backfill by a message to itself; Lambda would stop that after 16 turns.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    totals.allow(backfillMeters, 'Query');
    touched.allowSend(backfillMeters);
    this.queue.allowSend(backfillMeters);
    this.queue.feed(backfillMeters, { batchSize: 1, concurrencyMax: 2 });
  }
}
