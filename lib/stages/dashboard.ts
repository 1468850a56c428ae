import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IWidget,
  type Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { NodeFunction } from '../constructs/node-function.ts';
import { ownMetric } from '../constructs/notice-alarm.ts';
import type { RetainedTable } from '../constructs/retained-table.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { Outputs } from './stage-props.ts';

export interface DashboardProps {
  readonly queues: readonly WorkQueue[];
  readonly functions: readonly NodeFunction[];
  readonly tables: readonly RetainedTable[];
  /** Of the metrics of our own. */
  readonly metricsNamespace: string;
}

const HALF = 12;
const WHOLE = 24;
const period = Duration.minutes(5);

/** What flows, what waits, what fails and what it costs, from left to right and from top to bottom. */
export class Dashboard extends Construct {
  readonly outputs: Outputs<'DashboardName'>;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { queues, functions, tables, metricsNamespace } = props;
    const flowOf = (what: string): Metric =>
      ownMetric(metricsNamespace, `Events${what}`).with({ period, label: what.toLowerCase() });
    const noticeOf = (name: string): Metric =>
      ownMetric(metricsNamespace, name).with({ period: Duration.hours(1) });
    const unitsOf = (of: 'Read' | 'Write') =>
      tables.map((table) => unitsOfTable(table, nameBelow(scope, table), of));
    const board = new CloudWatchDashboard(this, 'Board', { defaultInterval: Duration.days(1) });
    board.addWidgets(title('Events: accepted = recorded + known + quarantined + in flight'));
    board.addWidgets(
      graph('What became of events', ['Accepted', 'Recorded', 'Known', 'Quarantined'].map(flowOf)),
      graph('Oldest message, in seconds', queues.map(ageOf)),
    );
    board.addWidgets(title('Money: what waits for a person, and what is not as it must be'));
    board.addWidgets(
      graph('Months', ['OverdueRuns', 'ParkedMonths', 'UnreconciledMonths'].map(noticeOf)),
      graph('Books, totals and passes', [
        ...['BooksFaults', 'NumberingGaps', 'TotalsDiffer', 'LostProjections'].map(noticeOf),
        noticeOf('ReconciliationMissing').with({ label: 'passes that ended' }),
      ]),
    );
    board.addWidgets(title('Health'));
    board.addWidgets(
      graph('Errors and throttles', [
        ...functions.map(({ node, handler }) => handler.metricErrors({ period, label: node.id })),
        ...functions.map(({ node, handler }) =>
          handler.metricThrottles({ period, label: `${node.id}, throttled` }),
        ),
      ]),
      graph('Dead letters', queues.map(lettersOf)),
    );
    board.addWidgets(title('Cost: what is paid by use'));
    board.addWidgets(
      graph('Time of functions, in milliseconds', functions.map(timeOf)),
      graph('Capacity units', [...unitsOf('Write'), ...unitsOf('Read')]),
    );
    this.outputs = { DashboardName: board.dashboardName };
  }
}

const title = (markdown: string): IWidget =>
  new TextWidget({ markdown: `## ${markdown}`, width: WHOLE, height: 1 });

const graph = (name: string, left: Metric[]): IWidget =>
  new GraphWidget({ title: name, left, width: HALF, height: 6, leftYAxis: { min: 0 } });

const ageOf = ({ node, queue }: WorkQueue): Metric =>
  queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum', label: node.id });

const lettersOf = ({ node, deadLetters }: WorkQueue): Metric =>
  deadLetters.metricApproximateNumberOfMessagesVisible({
    period,
    statistic: 'Maximum',
    label: node.id,
  });

const timeOf = ({ node, handler }: NodeFunction): Metric =>
  handler.metricDuration({ period, statistic: 'Sum', label: node.id });

const nameBelow = (scope: Construct, { node }: RetainedTable): string =>
  node.path.slice(scope.node.path.length + 1).replaceAll('/', ' ');

function unitsOfTable(table: RetainedTable, name: string, of: 'Read' | 'Write'): Metric {
  const options = { period, label: `${name}, ${of}` };
  return of === 'Write'
    ? table.metricConsumedWriteCapacityUnits(options)
    : table.metricConsumedReadCapacityUnits(options);
}
