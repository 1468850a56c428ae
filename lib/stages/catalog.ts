import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environment } from '../../functions/serve-catalog/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import type { RetainedBucket } from '../constructs/retained-bucket.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { ShardEpoch } from '../settings/shard-epochs.ts';
import type { Access } from './access.ts';
import type { Books } from './books.ts';
import type { Rails } from './rails.ts';
import type { Salts } from './salts.ts';
import type { Spend } from './spend.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface CatalogReads {
  /** Which hours hold usage that a new meter must count too; with the log, what a change of a customer is tried on. */
  readonly totals: RetainedTable;
  readonly usageLog: RetainedTable;
  readonly shardEpochs: readonly ShardEpoch[];
  /** How old an event may be: what is closed can change for so long. */
  readonly eventMaxAge: Duration;
  /** What is closed: a customer's plan of a closed month stays. */
  readonly books: Books;
  /** Where a new meter is announced. */
  readonly backfill: { readonly queue: WorkQueue };
  readonly access: Access;
  readonly salts: Salts;
  /** Where logos are kept, beside the documents that show them. */
  readonly documents: { readonly bucket: RetainedBucket };
  /** What a wallet pays is in what a change of a customer comes to. */
  readonly spend: Spend;
  /** A facilitator is asked what it settles, as whoever the tenant is to it. */
  readonly rails: Pick<Rails, 'secrets' | 'allowFacilitators'>;
}

/**
 * What turns events into usage, who pays for it, and how: meters as a log of versions, customers and their subjects,
 * plans, settings.
 */
export class Catalog extends Construct {
  readonly table: RetainedTable;
  readonly outputs: Outputs<'CatalogTableName'>;
  private readonly shared: AnsweringProps['shared'];

  constructor(scope: Construct, id: string, { shared }: AnsweringProps) {
    super(scope, id);
    this.shared = shared;
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.outputs = { CatalogTableName: this.table.tableName };
  }

  /**
   * ServeCatalog, which answers for the catalog. It comes after the stages that it asks, while the table comes before
   * them: totals are folded by the catalog's meters, and a change of the catalog looks at the totals and at the books.
   * To say what a change of a customer would do, it rates months as a preview does.
   */
  serve(reads: CatalogReads): NodeFunction {
    const {
      totals,
      usageLog,
      shardEpochs,
      eventMaxAge,
      books,
      backfill,
      access,
      salts,
      documents,
      spend,
      rails,
    } = reads;
    const serveCatalog = new NodeFunction(this, 'ServeCatalog', {
      ...this.shared,
      declares: environment,
      environment: {
        ...this.shared.rates,
        ...books.tableNames,
        ...spend.tableNames,
        ...rails.secrets,
        CATALOG_TABLE_NAME: this.table.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
        BACKFILL_QUEUE_URL: backfill.queue.queue.queueUrl,
        USAGE_LOG_TABLE_NAME: usageLog.tableName,
        SHARD_EPOCHS: JSON.stringify(shardEpochs),
        EVENT_MAX_AGE_SECONDS: String(eventMaxAge.toSeconds()),
        ...access.tableNames,
        ...salts.variables,
        DOCUMENTS_BUCKET_NAME: documents.bucket.bucketName,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    this.table.allow(serveCatalog, 'GetItem', 'BatchGetItem', 'Query', 'PutItem');
    totals.allow(serveCatalog, 'GetItem', 'BatchGetItem', 'Query');
    usageLog.allow(serveCatalog, 'Query');
    books.allowReading(serveCatalog);
    spend.allowWallets(serveCatalog);
    rails.allowFacilitators(serveCatalog);
    backfill.queue.allowSend(serveCatalog);
    salts.table.allow(serveCatalog, 'BatchGetItem', 'PutItem');
    documents.bucket.allowReadAndPut(serveCatalog);
    access.allowChanges(serveCatalog);
    // The audit, and keys with the days they were used on.
    access.allowListing(serveCatalog);
    return serveCatalog;
  }
}
