import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment as servePayeesEnvironment } from '../../functions/serve-payees/environment.ts';
import { fonts } from '../../functions/serve-payees/fonts.ts';
import { environment as shareEarningsEnvironment } from '../../functions/share-earnings/environment.ts';
import { whenSilentFor } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { AggregationSettings } from '../settings/aggregation.ts';
import type { Access } from './access.ts';
import type { Books } from './books.ts';
import type { Documents } from './documents.ts';
import type { Spend } from './spend.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface PayeesProps extends AnsweringProps {
  readonly books: Books;
  /** Who has which share, and what prices usage. */
  readonly catalog: RetainedTable;
  readonly totals: RetainedTable;
  readonly usageLog: RetainedTable;
  readonly spend: Spend;
  /** Where forms of statements are kept. */
  readonly documents: Documents;
  readonly shardEpochs: AggregationSettings['shardEpochs'];
  readonly eventMaxAge: Duration;
  readonly access: Access;
}

/**
 * A schedule → earnings queue → ShareEarnings → what closed months are worth to payees, and the books; ServePayees →
 * what payees earn and are owed.
 */
export class Payees extends Construct {
  readonly servePayees: NodeFunction;
  readonly outputs: Outputs<'PayeesTableName'> & QueueOutputs<'Earnings'>;
  private readonly shareEarnings: NodeFunction;
  private readonly table: RetainedTable;
  private readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, props: PayeesProps) {
    super(scope, id);
    this.table = new RetainedTable(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.queue = new WorkQueue(this, 'Earnings', props.shared);
    this.shareEarnings = this.sharing(props);
    new QueueSchedule(this, 'QuarterHourly', {
      description: 'Finds out what has changed of what months are worth to payees, and posts it',
      schedule: ScheduleExpression.cron({ minute: '2,17,32,47' }),
      queue: this.queue,
      message: { kind: 'look' },
    });
    this.watch(props);
    this.servePayees = this.interface(props);
    this.outputs = { PayeesTableName: this.table.tableName, ...this.queue.outputs('Earnings') };
  }

  /** What writes documents of payees. */
  get writers(): readonly NodeFunction[] {
    return [this.shareEarnings, this.servePayees];
  }

  private sharing(props: PayeesProps): NodeFunction {
    const { shared, books, catalog, totals, usageLog, spend } = props;
    const shareEarnings = new NodeFunction(this, 'ShareEarnings', {
      ...shared,
      declares: shareEarningsEnvironment,
      environment: {
        ...this.variables(props),
        ...this.ratingVariables(props),
      },
      memorySizeMb: 1769,
      timeout: Duration.minutes(5),
      // A month is gone through in pieces, each a message from the one before.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.table.allow(shareEarnings, 'GetItem', 'Query', 'PutItem', 'DeleteItem');
    books.allowAppending(shareEarnings);
    books.cells.allow(shareEarnings, 'Query');
    spend.allowWallets(shareEarnings);
    catalog.allow(shareEarnings, 'GetItem', 'BatchGetItem', 'Query');
    totals.allow(shareEarnings, 'GetItem', 'BatchGetItem', 'Query');
    usageLog.allow(shareEarnings, 'Query');
    this.queue.allowSend(shareEarnings);
    this.queue.feed(shareEarnings, { batchSize: 1, concurrencyMax: 2 });
    return shareEarnings;
  }

  private interface(props: PayeesProps): NodeFunction {
    const { shared, books, catalog, documents, access, totals, usageLog, spend } = props;
    const servePayees = new NodeFunction(this, 'ServePayees', {
      ...shared,
      declares: servePayeesEnvironment,
      environment: {
        ...{ ...shared.rates, ...access.tableNames, ...this.variables(props) },
        ...this.ratingVariables(props),
        DOCUMENTS_BUCKET_NAME: documents.bucket.bucketName,
      },
      fonts,
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    this.table.allow(servePayees, 'GetItem', 'Query', 'PutItem');
    books.allowAppending(servePayees);
    spend.allowWallets(servePayees);
    catalog.allow(servePayees, 'GetItem', 'BatchGetItem', 'Query');
    totals.allow(servePayees, 'GetItem', 'BatchGetItem', 'Query');
    usageLog.allow(servePayees, 'Query');
    documents.bucket.allowReadAndPut(servePayees);
    this.queue.allowSend(servePayees);
    access.allowChanges(servePayees);
    return servePayees;
  }

  private variables({ books, catalog }: PayeesProps) {
    return {
      ...books.tableNames,
      CATALOG_TABLE_NAME: catalog.tableName,
      PAYEES_TABLE_NAME: this.table.tableName,
      EARNINGS_QUEUE_URL: this.queue.queue.queueUrl,
    };
  }

  /** Where a payer's month is rated from, and its events are found. */
  private ratingVariables({ totals, usageLog, spend, shardEpochs, eventMaxAge }: PayeesProps) {
    return {
      ...spend.tableNames,
      TOTALS_TABLE_NAME: totals.tableName,
      USAGE_LOG_TABLE_NAME: usageLog.tableName,
      SHARD_EPOCHS: JSON.stringify(shardEpochs),
      EVENT_MAX_AGE_SECONDS: String(eventMaxAge.toSeconds()),
    };
  }

  private watch({ shared }: PayeesProps): void {
    new NoticeAlarm(this.shareEarnings, 'EarningsAstray', {
      ...shared,
      means: 'the months of some payers could not be shared: what payees earn of them is as it was',
    });
    // The schedule is all that finds what has changed: so it must not stop in silence.
    shared.alarms.alarm(this, 'EarningsRunsMissing', {
      metric: this.shareEarnings.handler.metricInvocations({
        period: Duration.minutes(15),
        statistic: 'Sum',
      }),
      means: 'nothing has looked at what payees earn for three quarters of an hour',
      when: whenSilentFor(3),
    });
  }
}
