import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { environment as aggregateUsageEnvironment } from '../../functions/aggregate-usage/environment.ts';
import { environment as reviewQuarantineEnvironment } from '../../functions/review-quarantine/environment.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { NoticeAlarm, ownMetric } from '../constructs/notice-alarm.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { type QueueOutputs, WorkQueue } from '../constructs/work-queue.ts';
import type { AggregationSettings } from '../settings/aggregation.ts';
import type { IngestionSettings } from '../settings/ingestion.ts';
import type { Access } from './access.ts';
import { Salts } from './salts.ts';
import type { AnsweringProps, Outputs } from './stage-props.ts';

export interface AggregationProps extends AnsweringProps {
  readonly settings: AggregationSettings;
  /** Where events wait to be appended. */
  readonly events: WorkQueue;
  /** Whether messages of events say their tenant. */
  readonly eventGroups: IngestionSettings['eventGroups'];
  readonly access: Access;
  /** Which subjects customers list. */
  readonly catalog: RetainedTable;
}

/** Where corrections and backfill jobs are kept, and who goes on with them. */
interface CorrectedBy {
  readonly billingRuns: RetainedTable;
  readonly queue: WorkQueue;
}

/** Events queue → AggregateUsage → usage log, and the touched queue is told; what cannot be counted → quarantine. */
export class Aggregation extends Construct {
  readonly usageLog: RetainedTable;
  readonly quarantine: RetainedTable;
  readonly salts: Salts;
  readonly touched: WorkQueue;
  readonly aggregateUsage: NodeFunction;
  readonly outputs: Outputs<'UsageLogTableName' | 'QuarantineTableName' | 'SaltsTableName'> &
    QueueOutputs<'Touched'>;

  private readonly props: AggregationProps;

  constructor(scope: Construct, id: string, props: AggregationProps) {
    super(scope, id);
    this.props = props;
    this.usageLog = new RetainedTable(this, 'UsageLog', {
      partitionKey: { name: 'log', type: AttributeType.STRING },
      sortKey: { name: 'seq', type: AttributeType.NUMBER },
      isLog: true,
    });
    this.quarantine = new RetainedTable(this, 'Quarantine', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.salts = new Salts(this, 'Salts', props.settings);
    this.touched = new WorkQueue(this, 'Touched', props.shared);
    this.aggregateUsage = this.aggregation(props);
    new NoticeAlarm(this.aggregateUsage, 'QuarantinedEvents', {
      ...props.shared,
      means: 'events could not be counted',
    });
    props.shared.alarms.alarm(this.aggregateUsage, 'EventsNotSettled', {
      metric: notSettled(props.shared.metricsNamespace),
      means: 'events were accepted an hour ago, and are neither counted nor in quarantine',
    });
    this.outputs = {
      UsageLogTableName: this.usageLog.tableName,
      QuarantineTableName: this.quarantine.tableName,
      SaltsTableName: this.salts.table.tableName,
      ...this.touched.outputs('Touched'),
    };
  }

  private aggregation({ shared, settings, events, catalog }: AggregationProps): NodeFunction {
    const aggregateUsage = new NodeFunction(this, 'AggregateUsage', {
      ...shared,
      declares: aggregateUsageEnvironment,
      environment: {
        QUARANTINE_TABLE_NAME: this.quarantine.tableName,
        ...this.touching,
        LOG_REACH_SECONDS: String(settings.logReach.toSeconds()),
        CATALOG_TABLE_NAME: catalog.tableName,
        ...this.salts.variables,
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(60),
    });
    this.usageLog.allow(aggregateUsage, 'Query', 'PutItem');
    this.quarantine.allow(aggregateUsage, 'PutItem');
    this.salts.table.allow(aggregateUsage, 'BatchGetItem', 'PutItem');
    catalog.allow(aggregateUsage, 'BatchGetItem');
    this.touched.allowSend(aggregateUsage);
    events.feed(aggregateUsage, {
      batchSize: settings.eventsBatchSize,
      concurrencyMax: settings.aggregateConcurrencyMax,
      window: settings.eventsWindow,
    });
    return aggregateUsage;
  }

  /** What appending to the log, and telling of it, takes. */
  get touching() {
    const { settings } = this.props;
    return {
      USAGE_LOG_TABLE_NAME: this.usageLog.tableName,
      TOUCHED_QUEUE_URL: this.touched.queue.queueUrl,
      TOUCHED_DELAY_SECONDS: String(settings.touchedDelay.toSeconds()),
      SHARD_EPOCHS: JSON.stringify(settings.shardEpochs),
    };
  }

  /** Answers what people decide of usage; where it is corrected, the billing queue goes on with what is long. */
  review(
    { billingRuns, queue }: CorrectedBy,
    { eventMaxAge }: { readonly eventMaxAge: Duration },
  ): NodeFunction {
    const { shared, events, eventGroups, access, catalog } = this.props;
    const reviewQuarantine = new NodeFunction(this, 'ReviewQuarantine', {
      ...shared,
      declares: reviewQuarantineEnvironment,
      environment: {
        ...shared.rates,
        QUARANTINE_TABLE_NAME: this.quarantine.tableName,
        EVENTS_QUEUE_URL: events.queue.queueUrl,
        EVENT_GROUPS: eventGroups,
        ...access.tableNames,
        ...this.touching,
        CATALOG_TABLE_NAME: catalog.tableName,
        BILLING_RUNS_TABLE_NAME: billingRuns.tableName,
        BILLING_QUEUE_URL: queue.queue.queueUrl,
        ...this.salts.variables,
        EVENT_MAX_AGE_SECONDS: String(eventMaxAge.toSeconds()),
      },
      memorySizeMb: 1024,
      timeout: Duration.seconds(29),
    });
    this.usageLog.allow(reviewQuarantine, 'Query', 'PutItem');
    this.touched.allowSend(reviewQuarantine);
    catalog.allow(reviewQuarantine, 'Query', 'BatchGetItem');
    billingRuns.allow(reviewQuarantine, 'GetItem', 'Query', 'PutItem');
    queue.allowSend(reviewQuarantine);
    this.salts.table.allow(reviewQuarantine, 'BatchGetItem', 'PutItem');
    this.quarantine.allow(reviewQuarantine, 'GetItem', 'Query', 'PutItem');
    events.allowSend(reviewQuarantine);
    access.allowChanges(reviewQuarantine);
    return reviewQuarantine;
  }
}

/**
 * Of events that were accepted an hour before, how many nothing is known of. Both sides are measured for an hour after
 * the minute in which the events were accepted, so a period has the same events on either, however late these come.
 */
function notSettled(namespace: string): MathExpression {
  return new MathExpression({
    expression: 'FILL(accepted, 0) - FILL(recorded, 0) - FILL(known, 0) - FILL(quarantined, 0)',
    label: 'events accepted an hour before, and not settled',
    period: Duration.minutes(5),
    usingMetrics: {
      accepted: ownMetric(namespace, 'EventsAccepted'),
      recorded: ownMetric(namespace, 'EventsRecorded'),
      known: ownMetric(namespace, 'EventsKnown'),
      quarantined: ownMetric(namespace, 'EventsQuarantined'),
    },
  });
}
