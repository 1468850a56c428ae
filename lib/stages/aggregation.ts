import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { environment as aggregateUsageEnvironment } from '../../functions/aggregate-usage/environment.ts';
import { environment as reviewQuarantineEnvironment } from '../../functions/review-quarantine/environment.ts';
import { type AlarmTopic, whenAbove } from '../constructs/alarm-topic.ts';
import { NodeFunction } from '../constructs/node-function.ts';
import { RetainedTable } from '../constructs/retained-table.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { StageProps } from './stage-props.ts';
import { totalTimeout } from './totals.ts';

export interface AggregationProps extends StageProps {
  /** Where events wait to be appended. */
  readonly events: WorkQueue;
}

export const aggregateTimeout = Duration.seconds(60);

/** Events queue → AggregateUsage → usage log, and the touched queue is told; what cannot be counted → quarantine. */
export class Aggregation extends Construct {
  readonly usageLog: RetainedTable;
  readonly quarantine: RetainedTable;
  readonly touched: WorkQueue;
  readonly reviewQuarantine: NodeFunction;

  constructor(scope: Construct, id: string, props: AggregationProps) {
    super(scope, id);
    this.usageLog = new RetainedTable(this, 'UsageLog', {
      partitionKey: { name: 'log', type: AttributeType.STRING },
      sortKey: { name: 'seq', type: AttributeType.NUMBER },
    });
    this.quarantine = new RetainedTable(this, 'Quarantine', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
    });
    this.touched = new WorkQueue(this, 'Touched', {
      consumerTimeout: totalTimeout,
      window: props.settings.touchedWindow,
      alarms: props.alarms,
    });
    const aggregateUsage = this.aggregateUsage(props);
    announceQuarantine(aggregateUsage, props.alarms);
    this.reviewQuarantine = this.quarantineReview(props);
  }

  private aggregateUsage({ settings, alarms, events }: AggregationProps): NodeFunction {
    const aggregateUsage = new NodeFunction(this, 'AggregateUsage', {
      declares: aggregateUsageEnvironment,
      environment: {
        USAGE_LOG_TABLE_NAME: this.usageLog.tableName,
        QUARANTINE_TABLE_NAME: this.quarantine.tableName,
        TOUCHED_QUEUE_URL: this.touched.queue.queueUrl,
        TOUCHED_DELAY_SECONDS: String(settings.touchedDelay.toSeconds()),
        SHARD_EPOCHS: JSON.stringify(settings.shardEpochs),
        LOG_REACH_SECONDS: String(settings.logReach.toSeconds()),
      },
      memorySizeMb: 1024,
      timeout: aggregateTimeout,
      logRetention: settings.logRetention,
      alarms,
    });
    this.usageLog.allow(aggregateUsage, 'Query', 'PutItem');
    this.quarantine.allow(aggregateUsage, 'PutItem');
    this.touched.allowSend(aggregateUsage);
    events.feed(aggregateUsage, {
      batchSize: settings.eventsBatchSize,
      concurrencyMax: settings.aggregateConcurrencyMax,
    });
    return aggregateUsage;
  }

  private quarantineReview({ settings, alarms, events }: AggregationProps): NodeFunction {
    const reviewQuarantine = new NodeFunction(this, 'ReviewQuarantine', {
      declares: reviewQuarantineEnvironment,
      environment: {
        QUARANTINE_TABLE_NAME: this.quarantine.tableName,
        EVENTS_QUEUE_URL: events.queue.queueUrl,
      },
      memorySizeMb: 512,
      timeout: Duration.seconds(20),
      logRetention: settings.logRetention,
      alarms,
    });
    this.quarantine.allow(reviewQuarantine, 'GetItem', 'Query', 'PutItem');
    events.allowSend(reviewQuarantine);
    return reviewQuarantine;
  }
}

/** Lambda puts a logged object under `message`; a quarantined event is logged as `{"event":"usage.quarantined", …}`. */
function announceQuarantine(aggregateUsage: NodeFunction, alarms: AlarmTopic): void {
  const metricNamespace = `Farthing/${Aws.STACK_NAME}`;
  const metricName = 'QuarantinedEvents';
  new MetricFilter(aggregateUsage, 'Quarantined', {
    logGroup: aggregateUsage.logs,
    filterPattern: FilterPattern.stringValue('$.message.event', '=', 'usage.quarantined'),
    metricNamespace,
    metricName,
    metricValue: '1',
  });
  const quarantined = new Metric({
    namespace: metricNamespace,
    metricName,
    period: Duration.minutes(5),
    statistic: 'Sum',
  });
  alarms.announce(
    quarantined.createAlarm(aggregateUsage, 'QuarantinedEvents', {
      ...whenAbove(0),
      alarmDescription:
        'events could not be counted: GET /v1/quarantine says which and why; retry or dismiss them',
    }),
  );
}
