import { Aws, Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AlarmProps, AlarmTopic } from './alarm-topic.ts';

/** Of the metrics of our own; no two stacks of a region have the same. */
export const metricsNamespace = `Farthing/${Aws.STACK_NAME}`;

/** The sum of a metric of our own. */
export const ownMetric = (metricName: string): Metric =>
  new Metric({ namespace: metricsNamespace, metricName, statistic: 'Sum' });

export interface NoticeAlarmProps {
  readonly alarms: AlarmTopic;
  readonly logs: ILogGroup;
  /**
   * Functions by name, in whose logs such a line may stand as well.
   * @default - none
   */
  readonly otherLogs?: Readonly<Record<string, ILogGroup>>;
  /** JSON path in a log line → the text there; Lambda puts a logged object under `$.message`. */
  readonly pattern: Readonly<Record<string, string>>;
  /** What has happened, in a clause. */
  readonly means: string;
  /**
   * Lines are counted for so long.
   * @default - five minutes
   */
  readonly period?: Duration;
  /** As of any alarm. */
  readonly when?: AlarmProps['when'];
}

/** An alarm on the first log line of a kind, or as `when` says. The id names its metric, and its runbook entry. */
export class NoticeAlarm extends Construct {
  constructor(scope: Construct, id: string, props: NoticeAlarmProps) {
    super(scope, id);
    const patterns = Object.entries(props.pattern).map(([path, text]) =>
      FilterPattern.stringValue(path, '=', text),
    );
    const others = Object.entries(props.otherLogs ?? {});
    for (const [name, logGroup] of [['', props.logs] as const, ...others]) {
      new MetricFilter(this, `${name}Lines`, {
        logGroup,
        filterPattern: FilterPattern.all(...patterns),
        metricNamespace: metricsNamespace,
        metricName: id,
        metricValue: '1',
      });
    }
    const metric = ownMetric(id).with({ period: props.period ?? Duration.minutes(5) });
    const { means, when } = props;
    props.alarms.alarm(this, 'Alarm', {
      metric,
      means,
      entry: id,
      ...(when === undefined ? {} : { when }),
    });
  }
}
