import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { environment as serveSpendEnvironment } from '../../functions/serve-spend/environment.ts';
import { environment as sweepSpendEnvironment } from '../../functions/sweep-spend/environment.ts';
import { whenAbove, whenSilentFor } from '../constructs/alarm-topic.ts';
import { FunctionSchedule } from '../constructs/function-schedule.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { ownMetric } from '../constructs/notice-alarm.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { IngestionSettings } from '../settings/ingestion.ts';
import type { Access } from './access.ts';
import type { Books } from './books.ts';
import type { Rails } from './rails.ts';
import type { Receipts } from './receipts.ts';
import type { Salts } from './salts.ts';
import type { AnsweringProps, Outputs, Shared } from './stage-props.ts';

export interface SpendProps extends AnsweringProps {
  /** Where what was spent is recorded as usage. */
  readonly events: WorkQueue;
  /** Whether messages of events say their tenant. */
  readonly eventGroups: IngestionSettings['eventGroups'];
  /** By what is priced what is spent. */
  readonly catalog: RetainedTable;
  /** Of months that were closed, by which terms. */
  readonly books: Books;
  /** What was used without being asked for before. */
  readonly totals: RetainedTable;
  readonly salts: Salts;
  readonly access: Access;
  readonly receipts: Receipts;
  /** Over which payers put money into their wallets. */
  readonly rails: Pick<
    Rails,
    'asking' | 'allowAsking' | 'secrets' | 'allowFacilitators' | 'refilling' | 'allowRefilling'
  >;
}

/** How often what was left undone is looked for. */
const SWEEP_MINUTES = 5;

/** What a person is told of, by its metric. */
const alarms: Readonly<Record<Metric, { readonly means: string; readonly above: number }>> = {
  HoldsUnended: {
    means: 'holds have ended, and their ends came into the log an hour late',
    above: 0,
  },
  CapturesUntold: {
    means: 'what was spent is not recorded as usage a quarter of an hour later',
    above: 0,
  },
  LeasesUnreported: {
    means: 'leases have ended, and it was not reported how much of them was used',
    above: 0,
  },
  SettlementsUnclear: {
    means: 'money came by a chain, or may have, and is in no books: a person is to look',
    above: 0,
  },
  CapturesOverOffer: {
    means: 'something was served for nothing: it would have cost more than its reader was offered',
    above: 0,
  },
  CapturesWithoutHold: {
    means: 'more than ten captures in five minutes were of a hold that there is not',
    above: 10,
  },
};

/** As `functions/middleware/spend-metrics.ts` counts them. */
type Metric =
  | 'HoldsUnended'
  | 'CapturesUntold'
  | 'LeasesUnreported'
  | 'CapturesOverOffer'
  | 'CapturesWithoutHold'
  | 'SettlementsUnclear';

/**
 * ServeSpend → holds, charges, budgets and wallets, decided in the spend log of each payer, and recorded through the
 * events queue; a schedule → SweepSpend → what was not recorded, and holds that have ended.
 */
export class Spend extends Construct {
  readonly serveSpend: NodeFunction;
  readonly sweepSpend: NodeFunction;
  readonly outputs: Outputs<'SpendTableName' | 'SpendKeptTableName'> & Receipts['outputs'];
  readonly log: RetainedTable;
  /** States, pages of keys, and which payers are active. */
  private readonly kept: RetainedTable;
  private readonly events: WorkQueue;
  /** What is decided with, beside terms and prices. */
  readonly variables: ReturnType<Spend['variablesOf']>;

  constructor(scope: Construct, id: string, props: SpendProps) {
    super(scope, id);
    const key = {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    };
    this.log = new RetainedTable(this, 'Log', { ...key, isLog: true });
    // What is known of private tokens goes when none of them can be used any more.
    this.kept = new RetainedTable(this, 'Kept', { ...key, expires: 'expires' });
    this.events = props.events;
    this.variables = this.variablesOf(props);
    this.serveSpend = this.interface(props);
    this.sweepSpend = this.sweeping(props);
    new FunctionSchedule(this, 'Sweeps', {
      description: 'Records what was spent and is not recorded yet, and ends holds',
      schedule: ScheduleExpression.cron({ minute: `*/${SWEEP_MINUTES}` }),
      handler: this.sweepSpend.handler,
      latest: Duration.minutes(SWEEP_MINUTES),
    });
    this.watch(props.shared);
    this.outputs = {
      SpendTableName: this.log.tableName,
      SpendKeptTableName: this.kept.tableName,
      ...props.receipts.outputs,
    };
  }

  /** Both, as what either has put the other reads. */
  get writers(): readonly NodeFunction[] {
    return [this.serveSpend, this.sweepSpend];
  }

  get tableNames() {
    return { SPEND_TABLE_NAME: this.log.tableName, ...this.keptName };
  }

  get keptName() {
    return { SPEND_KEPT_TABLE_NAME: this.kept.tableName };
  }

  private interface(props: SpendProps): NodeFunction {
    const { shared, books, catalog, totals, salts, access, receipts, rails } = props;
    const serveSpend = new NodeFunction(this, 'ServeSpend', {
      ...shared,
      declares: serveSpendEnvironment,
      environment: {
        ...shared.rates,
        ...access.tableNames,
        ...salts.variables,
        ...receipts.variables,
        ...rails.asking,
        ...this.variables,
        ...books.tableNames,
        CATALOG_TABLE_NAME: catalog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
      },
      memorySizeMb: 1769,
      timeout: Duration.seconds(29),
    });
    this.allowDeciding(serveSpend);
    // A top-up of a wallet is a payment.
    books.allowAppending(serveSpend);
    catalog.allow(serveSpend, 'GetItem', 'BatchGetItem', 'Query');
    totals.allow(serveSpend, 'GetItem', 'BatchGetItem', 'Query');
    salts.table.allow(serveSpend, 'BatchGetItem');
    access.allowChanges(serveSpend);
    receipts.allowSigning(serveSpend);
    rails.allowAsking(serveSpend);
    return serveSpend;
  }

  private sweeping(props: SpendProps): NodeFunction {
    const { books, catalog, totals, rails } = props;
    const sweepSpend = new NodeFunction(this, 'SweepSpend', {
      ...props.shared,
      declares: sweepSpendEnvironment,
      environment: {
        ...this.variables,
        ...books.tableNames,
        ...rails.secrets,
        ...rails.refilling,
        CATALOG_TABLE_NAME: catalog.tableName,
        TOTALS_TABLE_NAME: totals.tableName,
      },
      memorySizeMb: 1024,
      // The next one begins then, where this one has not stopped by itself.
      timeout: Duration.minutes(SWEEP_MINUTES),
    });
    this.allowDeciding(sweepSpend);
    this.kept.allow(sweepSpend, 'DeleteItem');
    // By its meters events are made again. What came on a chain, or has ended, is booked by terms and settings.
    catalog.allow(sweepSpend, 'GetItem', 'BatchGetItem', 'Query');
    totals.allow(sweepSpend, 'GetItem', 'BatchGetItem', 'Query');
    books.allowAppending(sweepSpend);
    rails.allowFacilitators(sweepSpend);
    rails.allowRefilling(sweepSpend);
    return sweepSpend;
  }

  private variablesOf({ events, eventGroups, salts }: SpendProps) {
    return {
      ...this.tableNames,
      PSEUDONYMS_FROM: salts.variables.PSEUDONYMS_FROM,
      EVENTS_QUEUE_URL: events.queue.queueUrl,
      EVENT_GROUPS: eventGroups,
    };
  }

  /** To read logs, and decide what brings no event. */
  allowLog(grantee: NodeFunction): void {
    this.log.allow(grantee, 'GetItem', 'Query', 'PutItem');
    this.allowKeeping(grantee);
  }

  /** To keep something beside logs. */
  allowKeeping(grantee: NodeFunction): void {
    this.kept.allow(grantee, 'GetItem', 'Query', 'PutItem');
  }

  /** To list the keys of private passes. */
  allowListing(grantee: NodeFunction): void {
    this.kept.allow(grantee, 'Query');
  }

  /** To read wallets, as what closes months does. */
  allowWallets(grantee: NodeFunction): void {
    this.log.allow(grantee, 'Query');
    this.kept.allow(grantee, 'GetItem');
  }

  /** To decide whatever is asked for, and tell of what was captured. */
  allowDeciding(grantee: NodeFunction): void {
    this.allowLog(grantee);
    this.events.allowSend(grantee);
  }

  private watch({ alarms: topic, metricsNamespace }: Shared): void {
    const period = Duration.minutes(5);
    for (const [name, { means, above }] of Object.entries(alarms)) {
      topic.alarm(this, name, {
        metric: ownMetric(metricsNamespace, name).with({ period }),
        means,
        when: whenAbove(above),
      });
    }
    // The schedule is all that finds what a process that died has left: so it must not stop in silence.
    topic.alarm(this, 'SpendSweepsMissing', {
      metric: this.sweepSpend.handler.metricInvocations({ period, statistic: 'Sum' }),
      means: 'nothing has looked for what was spent and not recorded for a quarter of an hour',
      when: whenSilentFor(3),
    });
  }
}
