import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { deadLetterRetention, messageRetention } from '../settings.ts';
import { type AlarmTopic, whenAbove } from './alarm-topic.ts';
import type { NodeFunction } from './node-function.ts';

export interface WorkQueueProps {
  /** The timeout of the function that works the queue off. */
  readonly consumerTimeout: Duration;
  /**
   * How long messages are gathered before that function is called.
   * @default - not at all
   */
  readonly window?: Duration;
  /**
   * How long a message may wait before somebody should look.
   * @default 15 minutes
   */
  readonly oldestMessageMax?: Duration;
  readonly alarms: AlarmTopic;
}

export interface Feeding {
  readonly batchSize: number;
  /** How many invocations run at once; never reserved concurrency, which a new account has none of to give. */
  readonly concurrencyMax: number;
}

/**
 * A queue and the queue of what could not be worked off: encrypted, over TLS only, with alarms.
 * A message is tried five times, and then kept for longer than it could have waited.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  private readonly window: Duration;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.window = props.window ?? Duration.seconds(0);
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
      // Six times, as Lambda asks: time for its own retries when it is throttled.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeout.toSeconds()).plus(this.window),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    this.watch(props.alarms, props.oldestMessageMax ?? Duration.minutes(15));
  }

  /** Lets `grantee` add messages. */
  allowSend(grantee: IGrantable): void {
    this.grant(grantee, ['sqs:SendMessage']);
  }

  /** Lets `consumer` work the queue off, and calls it with batches of messages. */
  feed(consumer: NodeFunction, { batchSize, concurrencyMax }: Feeding): void {
    this.grant(consumer, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);
    consumer.handler.addEventSourceMapping('Source', {
      eventSourceArn: this.queue.queueArn,
      batchSize,
      ...(this.window.toSeconds() > 0 && { maxBatchingWindow: this.window }),
      maxConcurrency: concurrencyMax,
      reportBatchItemFailures: true,
    });
  }

  private grant(grantee: IGrantable, actions: string[]): void {
    Grant.addToPrincipal({
      grantee,
      actions,
      resourceArns: [this.queue.queueArn],
    }).assertSuccess();
  }

  private watch(alarms: AlarmTopic, oldestMessageMax: Duration): void {
    const period = Duration.minutes(1);
    const depth = this.deadLetters.metricApproximateNumberOfMessagesVisible({
      period,
      statistic: 'Maximum',
    });
    alarms.announce(
      depth.createAlarm(this, 'DeadLettersDepth', {
        ...whenAbove(0),
        alarmDescription: `messages of ${this.node.id} could not be worked off: find out why, then redrive them`,
      }),
    );
    const age = this.queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' });
    alarms.announce(
      age.createAlarm(this, 'OldestMessage', {
        ...whenAbove(oldestMessageMax.toSeconds()),
        alarmDescription: `a message of ${this.node.id} has waited for more than ${oldestMessageMax.toMinutes()} minutes`,
      }),
    );
  }
}
