import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment as recordInvoicesEnvironment } from '../../functions/record-invoices/environment.ts';
import { environment as runBillingEnvironment } from '../../functions/run-billing/environment.ts';
import { environment as serveInvoicesEnvironment } from '../../functions/serve-invoices/environment.ts';
import { fonts } from '../../functions/serve-invoices/fonts.ts';
import { environment as serveRunsEnvironment } from '../../functions/serve-runs/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { BillingSettings } from '../settings/billing.ts';
import type { ShardEpoch } from '../settings/shard-epochs.ts';
import type { Access } from './access.ts';
import type { Aggregation } from './aggregation.ts';
import { alarmsOfBilling } from './billing-alarms.ts';
import type { Books } from './books.ts';
import type { Documents } from './documents.ts';
import type { Exports } from './exports.ts';
import type { Rails } from './rails.ts';
import type { Salts } from './salts.ts';
import type { Spend } from './spend.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface BillingProps extends AnsweringProps {
  readonly settings: BillingSettings;
  readonly usageLog: RetainedTable;
  readonly totals: RetainedTable;
  /** Who totals usage is told which hours were corrected. */
  readonly aggregation: Aggregation;
  /** Meters, customers, plans and billing settings. */
  readonly catalog: RetainedTable;
  /** A month with anything in it that is not decided is not billed. */
  readonly quarantine: RetainedTable;
  readonly salts: Salts;
  /** In which log the usage of a month is. */
  readonly shardEpochs: readonly ShardEpoch[];
  /** How old an event may be: what is accepted can be billed. */
  readonly eventMaxAge: Duration;
  readonly books: Books;
  readonly documents: Documents;
  /** What hands out usage and the books as files. */
  readonly exports: Exports;
  /** What a bank tells of is told apart by what was collected. */
  readonly rails: Rails;
  readonly access: Access;
  /** What a wallet paid is on the invoice. */
  readonly spend: Spend;
}

/**
 * Schedules and POST /v1/billing-runs → billing queue → RunBilling → books, and their documents. ServeInvoices and
 * ServeRuns read them, RecordInvoices writes what a person says.
 */
export class Billing extends Construct {
  readonly billingRuns: RetainedTable;
  readonly queue: WorkQueue;
  readonly runBilling: NodeFunction;
  readonly serveInvoices: NodeFunction;
  readonly recordInvoices: NodeFunction;
  readonly serveRuns: NodeFunction;
  readonly outputs: Outputs<'BillingRunsTableName'> & QueueOutputs<'Billing'>;

  constructor(scope: Construct, id: string, props: BillingProps) {
    super(scope, id);
    this.billingRuns = new RetainedTable(this, 'BillingRuns', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      // What a run puts aside while it looks for repeats; all else has no such attribute.
      expires: 'expires',
    });
    this.queue = new WorkQueue(this, 'Billing', props.shared);
    this.runBilling = this.closeMonths(props);
    this.schedules();
    alarmsOfBilling(this, this.runBilling, props.shared);
    this.serveInvoices = this.invoiceInterface(props);
    this.recordInvoices = this.recordInterface(props);
    this.serveRuns = this.runInterface(props);
    this.outputs = {
      BillingRunsTableName: this.billingRuns.tableName,
      ...this.queue.outputs('Billing'),
    };
  }

  private tables({
    books,
    usageLog,
    totals,
    catalog,
    shardEpochs,
    eventMaxAge,
    spend,
  }: BillingProps) {
    return {
      ...books.tableNames,
      ...spend.tableNames,
      BILLING_RUNS_TABLE_NAME: this.billingRuns.tableName,
      CATALOG_TABLE_NAME: catalog.tableName,
      TOTALS_TABLE_NAME: totals.tableName,
      USAGE_LOG_TABLE_NAME: usageLog.tableName,
      SHARD_EPOCHS: JSON.stringify(shardEpochs),
      EVENT_MAX_AGE_SECONDS: String(eventMaxAge.toSeconds()),
    };
  }

  private closeMonths(props: BillingProps): NodeFunction {
    const runBilling = new NodeFunction(this, 'RunBilling', {
      ...props.shared,
      declares: runBillingEnvironment,
      environment: {
        ...this.tables(props),
        QUARANTINE_TABLE_NAME: props.quarantine.tableName,
        BILLING_QUEUE_URL: this.queue.queue.queueUrl,
        ...props.aggregation.touching,
        DOCUMENTS_QUEUE_URL: props.documents.announced.queue.queueUrl,
      },
      memorySizeMb: 1769,
      timeout: Duration.minutes(5),
      // A long month is worked off step by step, each step a message from the one before.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.allowRating(runBilling, props);
    // Levels at months' ends are kept beside the totals that they are made from.
    props.totals.allow(runBilling, 'PutItem', 'DeleteItem');
    props.books.allowAppending(runBilling);
    props.books.cells.allow(runBilling, 'Query');
    this.billingRuns.allow(runBilling, 'GetItem', 'Query', 'PutItem');
    this.queue.allowSend(runBilling);
    // It goes on with corrections.
    props.usageLog.allow(runBilling, 'PutItem');
    props.aggregation.touched.allowSend(runBilling);
    props.documents.announced.allowSend(runBilling);
    props.quarantine.allow(runBilling, 'Query');
    const concurrencyMax = props.settings.billingConcurrencyMax;
    this.queue.feed(runBilling, { batchSize: 1, concurrencyMax });
    return runBilling;
  }

  /** What rating a month reads. */
  private allowRating(grantee: NodeFunction, props: BillingProps): void {
    const { books, usageLog, totals, catalog, spend } = props;
    books.allowReading(grantee);
    spend.allowWallets(grantee);
    catalog.allow(grantee, 'GetItem', 'BatchGetItem', 'Query');
    totals.allow(grantee, 'GetItem', 'BatchGetItem', 'Query');
    usageLog.allow(grantee, 'Query');
  }

  private schedules(): void {
    const { queue } = this;
    new QueueSchedule(this, 'Monthly', {
      description: 'Bills the month that has ended, and tries again what waits for a person',
      schedule: ScheduleExpression.cron({ minute: '5', hour: '0', day: '2' }),
      queue,
      message: { kind: 'sweep', again: true },
    });
    new QueueSchedule(this, 'Hourly', {
      description: 'Bills what is due and open, should the monthly schedule have failed',
      schedule: ScheduleExpression.cron({ minute: '35' }),
      queue,
      message: { kind: 'sweep', again: false },
    });
    new QueueSchedule(this, 'Daily', {
      description: 'Compares books, totals and invoices with what they are made from',
      schedule: ScheduleExpression.cron({ minute: '50', hour: '3' }),
      queue,
      message: { kind: 'reconcile' },
    });
  }

  private invoiceInterface(props: BillingProps): NodeFunction {
    const serveInvoices = new NodeFunction(this, 'ServeInvoices', {
      ...props.shared,
      declares: serveInvoicesEnvironment,
      environment: {
        ...props.shared.rates,
        ...this.tables(props),
        DOCUMENTS_BUCKET_NAME: props.documents.bucket.bucketName,
        ...props.documents.proofs,
        ...props.rails.tableNames,
      },
      fonts,
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    this.allowRating(serveInvoices, props);
    this.billingRuns.allow(serveInvoices, 'GetItem', 'Query');
    props.documents.bucket.allowReadAndPut(serveInvoices);
    props.rails.allowFinding(serveInvoices);
    return serveInvoices;
  }

  private recordInterface(props: BillingProps): NodeFunction {
    const recordInvoices = new NodeFunction(this, 'RecordInvoices', {
      ...props.shared,
      declares: recordInvoicesEnvironment,
      environment: {
        ...props.shared.rates,
        ...this.tables(props),
        DOCUMENTS_QUEUE_URL: props.documents.announced.queue.queueUrl,
        ...props.access.tableNames,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    this.allowRating(recordInvoices, props);
    props.books.allowAppending(recordInvoices);
    this.billingRuns.allow(recordInvoices, 'GetItem', 'PutItem');
    props.documents.announced.allowSend(recordInvoices);
    props.access.allowChanges(recordInvoices);
    return recordInvoices;
  }

  private runInterface(props: BillingProps): NodeFunction {
    const serveRuns = new NodeFunction(this, 'ServeRuns', {
      ...props.shared,
      declares: serveRunsEnvironment,
      environment: {
        ...props.shared.rates,
        ...this.tables(props),
        BILLING_QUEUE_URL: this.queue.queue.queueUrl,
        ...props.access.tableNames,
        QUARANTINE_TABLE_NAME: props.quarantine.tableName,
        ...props.salts.variables,
        ...props.exports.variables,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    this.allowRating(serveRuns, props);
    props.books.cells.allow(serveRuns, 'Query');
    this.billingRuns.allow(serveRuns, 'GetItem', 'Query', 'PutItem');
    this.queue.allowSend(serveRuns);
    props.access.allowChanges(serveRuns);
    // What became of events.
    props.quarantine.allow(serveRuns, 'Query');
    props.salts.table.allow(serveRuns, 'BatchGetItem');
    props.exports.allowAsking(serveRuns);
    return serveRuns;
  }
}
