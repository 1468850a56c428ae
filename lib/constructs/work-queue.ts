import { Duration, Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable, type IRole } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type AlarmTopic, whenAbove } from './alarm-topic.ts';
import type { NodeFunction } from './node-function.ts';
import { OwnRole } from './own-role.ts';

/** How long a message may wait in a work queue, and then in its dead letter queue. */
export const messageRetention = Duration.days(7);
export const deadLetterRetention = Duration.days(14);

const oldestMessageMax = Duration.minutes(15);

/**
 * A message is kept for so long from when it was queued first, and its age as a dead letter counts from when it was set
 * aside: what has waited in the work queue for all of its time leaves two days after this alarm.
 */
export const deadLetterAgeMax = Duration.days(5);

/** Where a queue and its dead letters are. */
export type QueueOutputs<Name extends string> = Readonly<
  Record<`${Name}QueueUrl` | `${Name}DeadLettersUrl`, string>
>;

export interface WorkQueueProps {
  readonly alarms: AlarmTopic;
}

export interface Feeding {
  readonly batchSize: number;
  /** How many invocations run at once; never reserved concurrency, which a new account has none of to give. */
  readonly concurrencyMax: number;
  /**
   * How long messages are gathered before the consumer is called.
   * @default - not at all
   */
  readonly window?: Duration;
}

/**
 * A queue and the queue of what could not be worked off: encrypted, over TLS only, with alarms.
 * A message is tried five times, and then kept for longer than it could have waited.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  /** How long a message is hidden from others while its consumer works on it; undefined until there is one. */
  private hidden: Duration | undefined;
  private fed: NodeFunction | undefined;
  private scheduler: OwnRole | undefined;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const secured = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...secured,
      retentionPeriod: deadLetterRetention,
    });
    this.queue = new Queue(this, 'Queue', {
      ...secured,
      retentionPeriod: messageRetention,
      visibilityTimeout: Duration.seconds(Lazy.number({ produce: () => this.hiddenSeconds() })),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.watch(props.alarms);
  }

  /** Lets `grantee` add messages. */
  allowSend(grantee: IGrantable): void {
    this.grant(grantee, ['sqs:SendMessage']);
  }

  /** For the schedules that put messages on this queue: one for all, as each may do the same. */
  get schedulerRole(): IRole {
    if (this.scheduler === undefined) {
      this.scheduler = new OwnRole(this, 'SchedulerRole', 'scheduler.amazonaws.com');
      this.allowSend(this.scheduler);
    }
    return this.scheduler;
  }

  /** Who works the queue off. */
  get consumer(): NodeFunction {
    if (this.fed === undefined) throw new Error(`feed ${this.node.path} to a function`);
    return this.fed;
  }

  /** Lets `consumer`, the only one, work the queue off, and calls it with batches of messages. */
  feed(consumer: NodeFunction, { batchSize, concurrencyMax, window }: Feeding): void {
    const gathering = window ?? Duration.seconds(0);
    this.fed = consumer;
    // Six times, as Lambda asks: time for its own retries when it is throttled.
    this.hidden = Duration.seconds(6 * consumer.timeout.toSeconds()).plus(gathering);
    this.grant(consumer, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
    consumer.handler.addEventSourceMapping('Source', {
      eventSourceArn: this.queue.queueArn,
      batchSize,
      ...(gathering.toSeconds() > 0 && { maxBatchingWindow: gathering }),
      maxConcurrency: concurrencyMax,
      reportBatchItemFailures: true,
    });
  }

  /** Where it and its dead letters are, as outputs of the stack. */
  outputs<const Name extends string>(name: Name): QueueOutputs<Name> {
    return {
      [`${name}QueueUrl`]: this.queue.queueUrl,
      [`${name}DeadLettersUrl`]: this.deadLetters.queueUrl,
    } as QueueOutputs<Name>;
  }

  private hiddenSeconds(): number {
    if (this.hidden === undefined) throw new Error(`feed ${this.node.path} to a function`);
    return this.hidden.toSeconds();
  }

  private grant(grantee: IGrantable, actions: string[]): void {
    Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.queue.queueArn],
    }).assertSuccess();
  }

  private watch(alarms: AlarmTopic): void {
    const lastMinute = { period: Duration.minutes(1), statistic: 'Maximum' };
    alarms.alarm(this, 'DeadLettersDepth', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible(lastMinute),
      means: `messages of ${this.node.id} could not be worked off`,
    });
    alarms.alarm(this, 'OldestMessage', {
      metric: this.queue.metricApproximateAgeOfOldestMessage(lastMinute),
      means: `a message of ${this.node.id} has waited for more than ${oldestMessageMax.toMinutes()} minutes`,
      when: whenAbove(oldestMessageMax.toSeconds()),
    });
  }
}
