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
  /** What has happened, in a clause. */
  readonly means: string;
  /**
   * Lines of a log that nothing of ours writes, each of which counts as one.
   * @default - functions count themselves: `countMetric` in functions/middleware
   */
  readonly lines?: {
    readonly logs: ILogGroup;
    /** JSON path in a log line → the text there. */
    readonly pattern: Readonly<Record<string, string>>;
  };
  /**
   * As of any alarm.
   * @default - the id
   */
  readonly entry?: string;
  /**
   * It is counted for so long.
   * @default - five minutes
   */
  readonly period?: Duration;
  /** As of any alarm. */
  readonly when?: AlarmProps['when'];
}

/** An alarm on the first notice of a kind, or as `when` says. The id names its metric, and its runbook entry. */
export class NoticeAlarm extends Construct {
  constructor(scope: Construct, id: string, props: NoticeAlarmProps) {
    super(scope, id);
    const { metricsNamespace, lines, period = Duration.minutes(5), means, when } = props;
    if (lines !== undefined) {
      const patterns = Object.entries(lines.pattern).map(([path, text]) =>
        FilterPattern.stringValue(path, '=', text),
      );
      new MetricFilter(this, 'Lines', {
        logGroup: lines.logs,
        filterPattern: FilterPattern.all(...patterns),
        metricNamespace: metricsNamespace,
        metricName: id,
      });
    }
    props.alarms.alarm(this, 'Alarm', {
      metric: ownMetric(metricsNamespace, id).with({ period }),
      means,
      entry: props.entry ?? id,
      ...(when === undefined ? {} : { when }),
    });
  }
}
