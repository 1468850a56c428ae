import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AlarmProps, AlarmTopic } from './alarm-topic.ts';

/** The sum of a metric of our own. */
export const ownMetric = (namespace: string, metricName: string): Metric =>
  new Metric({ namespace, metricName, statistic: 'Sum' });

export interface NoticeAlarmProps {
  readonly alarms: AlarmTopic;
  /** Of the metrics of our own. */
  readonly metricsNamespace: string;
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
   * Where a line says how many it stands for.
   * @default - each line counts as one
   */
  readonly count?: string;
  /**
   * As of any alarm.
   * @default - the id
   */
  readonly entry?: string;
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
        metricNamespace: props.metricsNamespace,
        metricName: id,
        metricValue: props.count ?? '1',
      });
    }
    const { metricsNamespace, period = Duration.minutes(5), means, when } = props;
    const metric = ownMetric(metricsNamespace, id).with({ period });
    props.alarms.alarm(this, 'Alarm', {
      metric,
      means,
      entry: props.entry ?? id,
      ...(when === undefined ? {} : { when }),
    });
  }
}
