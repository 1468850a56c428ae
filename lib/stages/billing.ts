import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment as recordInvoicesEnvironment } from '../../functions/record-invoices/environment.ts';
import { environment as runBillingEnvironment } from '../../functions/run-billing/environment.ts';
import { environment as serveBooksEnvironment } from '../../functions/serve-books/environment.ts';
import {
  fonts,
  environment as serveInvoicesEnvironment,
} from '../../functions/serve-invoices/environment.ts';
import { environment as serveRunsEnvironment } from '../../functions/serve-runs/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm } from '../constructs/notice-alarm.ts';
import { QueueSchedule } from '../constructs/queue-schedule.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import { Documents } from './documents.ts';
import type { StageProps } from './stage-props.ts';

export interface BillingProps extends StageProps {
  readonly usageLog: RetainedTable;
  readonly totals: RetainedTable;
  /** Meters, customers, plans and billing settings. */
  readonly catalog: RetainedTable;
  /** A month with anything in it that is not decided is not billed. */
  readonly quarantine: RetainedTable;
}

const runTimeout = Duration.minutes(5);

/** Schedules and POST /v1/billing-runs → billing queue → RunBilling → books, and their documents. ServeInvoices, ServeRuns and ServeBooks read them, RecordInvoices writes what a person says. */
export class Billing extends Construct {
  readonly books: RetainedTable;
  readonly booksCells: RetainedTable;
  readonly billingRuns: RetainedTable;
  readonly queue: WorkQueue;
  readonly documents: Documents;
  readonly serveInvoices: NodeFunction;
  readonly recordInvoices: NodeFunction;
  readonly serveRuns: NodeFunction;
  readonly serveBooks: NodeFunction;

  constructor(scope: Construct, id: string, props: BillingProps) {
    super(scope, id);
    this.books = new RetainedTable(this, 'Books', {
      partitionKey: { name: 'tenant', type: AttributeType.STRING },
      sortKey: { name: 'seq', type: AttributeType.NUMBER },
    });
    this.booksCells = this.tableOfKeys('BooksCells');
    this.billingRuns = this.tableOfKeys('BillingRuns');
    this.queue = new WorkQueue(this, 'Billing', {
      consumerTimeout: runTimeout,
      alarms: props.alarms,
    });
    this.documents = new Documents(this, 'Documents', {
      ...props,
      books: this.books,
      booksCells: this.booksCells,
    });
    const runBilling = this.runBilling(props);
    this.schedules();
    this.notices(runBilling, props);
    this.silence(runBilling, props);
    this.serveInvoices = this.invoiceInterface(props);
    this.recordInvoices = this.recordInterface(props);
    this.serveRuns = this.runInterface(props);
    this.serveBooks = this.booksInterface(props);
  }

  private tableOfKeys(id: string): RetainedTable {
    return new RetainedTable(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
  }

  private tables({ settings, usageLog, totals, catalog }: BillingProps) {
    return {
      BOOKS_TABLE_NAME: this.books.tableName,
      BOOKS_CELLS_TABLE_NAME: this.booksCells.tableName,
      BILLING_RUNS_TABLE_NAME: this.billingRuns.tableName,
      CATALOG_TABLE_NAME: catalog.tableName,
      TOTALS_TABLE_NAME: totals.tableName,
      USAGE_LOG_TABLE_NAME: usageLog.tableName,
      SHARD_EPOCHS: JSON.stringify(settings.shardEpochs),
    };
  }

  private runBilling(props: BillingProps): NodeFunction {
    const runBilling = new NodeFunction(this, 'RunBilling', {
      declares: runBillingEnvironment,
      environment: {
        ...this.tables(props),
        QUARANTINE_TABLE_NAME: props.quarantine.tableName,
        BILLING_QUEUE_URL: this.queue.queue.queueUrl,
        DOCUMENTS_QUEUE_URL: this.documents.queue.queue.queueUrl,
      },
      memorySizeMb: 1769,
      timeout: runTimeout,
      logRetention: props.settings.logRetention,
      alarms: props.alarms,
      // A long month is worked off step by step, each step a message from the one before.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    this.allowRating(runBilling, props);
    this.books.allow(runBilling, 'PutItem');
    this.booksCells.allow(runBilling, 'Query');
    this.billingRuns.allow(runBilling, 'GetItem', 'Query', 'PutItem');
    this.queue.allowSend(runBilling);
    this.documents.queue.allowSend(runBilling);
    props.quarantine.allow(runBilling, 'Query');
    this.queue.feed(runBilling, { batchSize: 1, concurrencyMax: 4 });
    return runBilling;
  }

  /** What rating a month reads. A read of the books brings up to date what a writer that died has left undone. */
  private allowRating(grantee: NodeFunction, { usageLog, totals, catalog }: BillingProps): void {
    this.books.allow(grantee, 'GetItem', 'Query');
    this.booksCells.allow(grantee, 'BatchGetItem', 'PutItem');
    catalog.allow(grantee, 'GetItem', 'BatchGetItem', 'Query');
    totals.allow(grantee, 'GetItem', 'BatchGetItem', 'Query');
    usageLog.allow(grantee, 'Query');
  }

  private schedules(): void {
    const { queue } = this.queue;
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
      description: 'Reads all books again and says what does not hold',
      schedule: ScheduleExpression.cron({ minute: '50', hour: '3' }),
      queue,
      message: { kind: 'check-books' },
    });
  }

  private notices(runBilling: NodeFunction, { alarms }: BillingProps): void {
    new NoticeAlarm(runBilling, 'OverdueRuns', {
      alarms,
      logs: runBilling.logs,
      pattern: { '$.message.event': 'billing.overdue' },
      description:
        'a month is due for more than a day and not billed: GET /v1/billing-runs/{period} says why',
    });
    new NoticeAlarm(runBilling, 'ParkedMonths', {
      alarms,
      logs: runBilling.logs,
      pattern: { '$.message.event': 'billing.parked' },
      description:
        'invoices wait for a person: GET /v1/billing-runs/{period}?status=parked says which and why',
    });
    new NoticeAlarm(runBilling, 'UnreconciledMonths', {
      alarms,
      logs: runBilling.logs,
      pattern: { '$.message.event': 'billing.unreconciled' },
      description:
        'totals are not what the usage log comes to, so their month is not billed: docs/runbook.md',
    });
    new NoticeAlarm(runBilling, 'NumberingGaps', {
      alarms,
      logs: runBilling.logs,
      pattern: { '$.message.event': 'books.fault', '$.message.code': 'numbering-gap' },
      description:
        'a number is missing in a series of invoices: bill nothing, and see docs/runbook.md',
    });
    new NoticeAlarm(runBilling, 'BooksFaults', {
      alarms,
      logs: runBilling.logs,
      pattern: { '$.message.event': 'books.fault' },
      description:
        'the books are not as they must be: GET /v1/books/check says what, docs/runbook.md what to do',
    });
  }

  /** Every other alarm is raised by a sweep: so the sweeps themselves must not stop in silence. */
  private silence({ handler }: NodeFunction, { alarms }: BillingProps): void {
    const sweeps = handler.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' });
    alarms.announce(
      sweeps.createAlarm(this, 'SweepsMissing', {
        threshold: 1,
        evaluationPeriods: 3,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.BREACHING,
        alarmDescription:
          'nothing has looked for months to bill for three hours: see whether the hourly schedule is on and the billing queue takes messages',
      }),
    );
  }

  private invoiceInterface(props: BillingProps): NodeFunction {
    const serveInvoices = new NodeFunction(this, 'ServeInvoices', {
      declares: serveInvoicesEnvironment,
      environment: {
        ...this.tables(props),
        DOCUMENTS_BUCKET_NAME: this.documents.bucket.bucketName,
      },
      fonts,
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
      logRetention: props.settings.logRetention,
      alarms: props.alarms,
    });
    this.allowRating(serveInvoices, props);
    this.billingRuns.allow(serveInvoices, 'GetItem', 'Query');
    this.documents.bucket.allowReadAndPut(serveInvoices);
    return serveInvoices;
  }

  private recordInterface(props: BillingProps): NodeFunction {
    const recordInvoices = new NodeFunction(this, 'RecordInvoices', {
      declares: recordInvoicesEnvironment,
      environment: {
        ...this.tables(props),
        DOCUMENTS_QUEUE_URL: this.documents.queue.queue.queueUrl,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
      logRetention: props.settings.logRetention,
      alarms: props.alarms,
    });
    this.allowRating(recordInvoices, props);
    this.books.allow(recordInvoices, 'PutItem');
    this.billingRuns.allow(recordInvoices, 'GetItem', 'PutItem');
    this.documents.queue.allowSend(recordInvoices);
    return recordInvoices;
  }

  private runInterface(props: BillingProps): NodeFunction {
    const serveRuns = new NodeFunction(this, 'ServeRuns', {
      declares: serveRunsEnvironment,
      environment: {
        ...this.tables(props),
        BILLING_QUEUE_URL: this.queue.queue.queueUrl,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
      logRetention: props.settings.logRetention,
      alarms: props.alarms,
    });
    this.allowRating(serveRuns, props);
    this.booksCells.allow(serveRuns, 'Query');
    this.billingRuns.allow(serveRuns, 'GetItem', 'Query', 'PutItem');
    this.queue.allowSend(serveRuns);
    return serveRuns;
  }

  private booksInterface({ settings, alarms }: BillingProps): NodeFunction {
    const serveBooks = new NodeFunction(this, 'ServeBooks', {
      declares: serveBooksEnvironment,
      environment: {
        BOOKS_TABLE_NAME: this.books.tableName,
        BOOKS_CELLS_TABLE_NAME: this.booksCells.tableName,
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
      logRetention: settings.logRetention,
      alarms,
    });
    this.books.allow(serveBooks, 'GetItem', 'Query');
    // A read brings up to date what a writer that died has left undone.
    this.booksCells.allow(serveBooks, 'BatchGetItem', 'PutItem');
    return serveBooks;
  }
}
