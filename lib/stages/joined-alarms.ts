import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type AlarmTopic, whenAbove } from '../constructs/alarm-topic.ts';
import type { NodeFunction } from '../constructs/node-function.ts';
import { deadLetterAgeMax, type WorkQueue } from '../constructs/work-queue.ts';

export interface JoinedAlarmsProps {
  readonly alarms: AlarmTopic;
  readonly functions: readonly NodeFunction[];
  /** Those of them that answer requests, whose failures the front counts as well. */
  readonly answering: readonly NodeFunction[];
  readonly queues: readonly WorkQueue[];
}

/** What an alarm may look at, as CloudWatch has it. */
const METRICS_MAX = 10;

/** One metric of an alarm, by whom it is about. */
interface Member {
  readonly name: string;
  readonly metric: Metric;
}

interface Joining {
  /** In the runbook, and the id with a number after it. */
  readonly entry: string;
  readonly members: readonly Member[];
  /** What has happened to one of them, in a clause that follows their names. */
  readonly means: string;
  /**
   * It goes off above that.
   * @default 0
   */
  readonly above?: number;
}

/**
 * Alarms about several functions or queues at once, where it is the same that is to be done, and where what went wrong
 * is told of by another alarm too: a stack may have 500 resources. What only one alarm tells has one of its own, as one
 * that is on already tells nothing of the next. See docs/decisions/0320-a-stack-keeps-room.md.
 */
export class JoinedAlarms extends Construct {
  constructor(scope: Construct, id: string, props: JoinedAlarmsProps) {
    super(scope, id);
    const { alarms, functions, answering, queues } = props;
    const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };
    const watched = functions.filter(({ isWatched }) => isWatched);
    this.join(alarms, {
      entry: 'Throttles',
      members: watched.map(({ node, handler }) => ({
        name: node.id,
        metric: handler.metricThrottles({ ...fiveMinutes, label: node.id }),
      })),
      means: 'was refused a place to run',
    });
    this.join(alarms, {
      entry: 'Errors',
      members: answering.map(({ node, handler }) => ({
        name: node.id,
        metric: handler.metricErrors({ ...fiveMinutes, label: node.id }),
      })),
      means: 'failed at a request, which was answered with 5xx',
    });
    this.join(alarms, {
      entry: 'DeadLettersExpiring',
      members: queues.map(({ node, deadLetters }) => ({
        name: node.id,
        metric: deadLetters.metricApproximateAgeOfOldestMessage({
          period: Duration.hours(1),
          statistic: 'Maximum',
          label: node.id,
        }),
      })),
      means: 'has messages that could not be worked off and are deleted within days',
      above: deadLetterAgeMax.toSeconds(),
    });
    for (const one of watched.filter((each) => !answering.includes(each))) {
      alarms.alarm(one, 'Errors', {
        metric: one.handler.metricErrors(fiveMinutes),
        means: `${one.node.id} failed, and what it worked on will be tried again`,
      });
    }
  }

  /** As few alarms as can look at all, each at about as many as the others. */
  private join(alarms: AlarmTopic, { entry, members, means, above = 0 }: Joining): void {
    const groups = Math.ceil(members.length / METRICS_MAX);
    const size = Math.ceil(members.length / groups);
    for (let group = 0; group < groups; group += 1) {
      const joined = members.slice(group * size, (group + 1) * size);
      const { names, metric } = highestOf(joined);
      alarms.alarm(this, `${entry}${group + 1}`, {
        metric,
        means: `one of ${names} ${means}`,
        entry,
        when: whenAbove(above),
      });
    }
  }
}

/** The highest of all, of which those that say nothing are none. */
function highestOf(members: readonly Member[]) {
  const named = members.map(({ name, metric }) => [idOf(name), metric] as const);
  const [first] = members;
  if (first === undefined) throw new Error('an alarm looks at one metric at least');
  return {
    names: members.map(({ name }) => name).join(', '),
    metric: new MathExpression({
      expression: `MAX([${named.map(([id]) => `FILL(${id}, 0)`).join(', ')}])`,
      label: 'the highest of all',
      period: first.metric.period,
      usingMetrics: Object.fromEntries(named),
    }),
  };
}

/** Of a metric in an expression, which begins with a small letter. */
const idOf = (name: string): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
