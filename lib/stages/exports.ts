import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment } from '../../functions/export-data/environment.ts';
import { ExportedTables } from '../constructs/exported-tables.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { AggregationSettings } from '../settings/aggregation.ts';
import type { ExportSettings } from '../settings/exports.ts';
import type { Books } from './books.ts';
import type { Documents } from './documents.ts';
import type { Outputs, StageProps } from './stage-props.ts';

export interface ExportsProps extends StageProps, ExportSettings {
  readonly books: Books;
  readonly catalog: RetainedTable;
  readonly totals: RetainedTable;
  readonly usageLog: RetainedTable;
  /** In whose bucket files are put. */
  readonly documents: Documents;
  readonly shardEpochs: AggregationSettings['shardEpochs'];
  readonly eventMaxAge: Duration;
}

/** Exports queue → ExportData → files of usage and of the books, in the bucket of documents, each put once. */
export class Exports extends Construct {
  readonly outputs: Outputs<'ExportsTableName'> & QueueOutputs<'Exports'>;
  /** For the environment of a function that begins exports, and shows them. */
  readonly variables: Readonly<
    Record<'EXPORTS_TABLE_NAME' | 'EXPORTS_BUCKET_NAME' | 'EXPORTS_QUEUE_URL', string>
  >;
  private readonly table: RetainedTable;
  private readonly queue: WorkQueue;
  private readonly documents: Documents;

  constructor(scope: Construct, id: string, props: ExportsProps) {
    super(scope, id);
    this.documents = props.documents;
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // Runs; days that were exported stay.
      expires: 'expires',
    });
    this.queue = new WorkQueue(this, 'Exports', props.shared);
    this.variables = {
      EXPORTS_TABLE_NAME: this.table.tableName,
      EXPORTS_BUCKET_NAME: props.documents.bucket.bucketName,
      EXPORTS_QUEUE_URL: this.queue.queue.queueUrl,
    };
    this.exporting(props);
    if (props.hourlyExports) {
      this.schedule();
      new ExportedTables(this, 'Athena', props.documents.bucket);
    }
    this.outputs = { ExportsTableName: this.table.tableName, ...this.queue.outputs('Exports') };
  }

  /** Lets `grantee` begin exports, say how far they are, and hand out what was exported. */
  allowAsking(grantee: NodeFunction): void {
    this.table.allow(grantee, 'GetItem', 'Query', 'PutItem');
    this.documents.bucket.allowRead(grantee);
    this.queue.allowSend(grantee);
  }

  private exporting(props: ExportsProps): void {
    const { shared, books, catalog, totals, usageLog, documents } = props;
    const exportData = new NodeFunction(this, 'ExportData', {
      ...shared,
      declares: environment,
      environment: {
        ...this.variables,
        ...books.tableNames,
        CATALOG_TABLE_NAME: catalog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
        USAGE_LOG_TABLE_NAME: usageLog.tableName,
        SHARD_EPOCHS: JSON.stringify(props.shardEpochs),
        EVENT_MAX_AGE_SECONDS: String(props.eventMaxAge.toSeconds()),
      },
      // A file, a group of its rows, and the blocks that are read for it.
      memorySizeMb: 1769,
      timeout: Duration.minutes(5),
      // A long export is worked off step by step, each step a message from the one before.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.table.allow(exportData, 'GetItem', 'Query', 'PutItem');
    books.allowReading(exportData);
    catalog.allow(exportData, 'GetItem', 'Query');
    totals.allow(exportData, 'GetItem', 'BatchGetItem', 'Query');
    usageLog.allow(exportData, 'Query');
    documents.bucket.allowReadAndPut(exportData);
    this.queue.allowSend(exportData);
    this.queue.feed(exportData, { batchSize: 1, concurrencyMax: 2 });
  }

  private schedule(): void {
    new QueueSchedule(this, 'Hourly', {
      description: 'Exports usage that is sealed, and what is new in the books',
      schedule: ScheduleExpression.cron({ minute: '20' }),
      queue: this.queue,
      message: { kind: 'look' },
    });
  }
}
