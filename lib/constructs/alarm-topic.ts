import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type CreateAlarmOptions,
  type MathExpression,
  type Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /**
   * Who is written to. SNS asks them to confirm first.
   * @default - nobody
   */
  readonly email?: string | undefined;
  /** Path or URL of docs/runbook.md, as whoever is told of an alarm reaches it. */
  readonly runbook: string;
}

export interface AlarmProps {
  readonly metric: Metric | MathExpression;
  /** What has happened, in a clause. */
  readonly means: string;
  /**
   * The heading in docs/runbook.md that says what to do.
   * @default - the id
   */
  readonly entry?: string;
  /**
   * @default - on the first period above 0, silence being good
   */
  readonly when?: Omit<CreateAlarmOptions, 'alarmDescription'>;
}

/** Where every alarm of the stack is sent. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  readonly outputs: Readonly<Record<'AlarmTopicArn', string>>;
  private readonly action: SnsAction;
  private readonly runbook: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', { masterKey: this.key(), enforceSSL: true });
    // Enforcing TLS replaces the policy a topic has by default, so CloudWatch must be let in by name.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [this.topic.topicArn],
        conditions: fromThisAccount,
      }),
    );
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
    this.action = new SnsAction(this.topic);
    this.runbook = props.runbook;
    this.outputs = { AlarmTopicArn: this.topic.topicArn };
  }

  /** An alarm that is sent here when it goes off and when it is over, and leads to its entry in the runbook. */
  alarm(scope: Construct, id: string, { metric, means, entry = id, when }: AlarmProps): void {
    const alarm = metric.createAlarm(scope, id, {
      ...(when ?? whenAbove(0)),
      alarmDescription: `${means}: ${this.runbook}#${entry.toLowerCase()}`,
    });
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }

  /** A key of our own: CloudWatch cannot publish to a topic under the key that AWS manages for SNS. */
  private key(): Key {
    const key = new Key(this, 'Key', {
      description: 'Encrypts the alarms of Farthing on their way to whoever subscribed',
      enableKeyRotation: true,
      // It protects messages in flight and nothing that is kept.
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: ['*'],
        conditions: fromThisAccount,
      }),
    );
    return key;
  }
}

const fromThisAccount = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };

/** When less than one was counted in each of so many periods, the last of them. */
export const whenSilentFor = (periods: number) => ({
  threshold: 1,
  evaluationPeriods: periods,
  comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.BREACHING,
});

/** An alarm that goes off on the first period above `threshold`, and treats silence as good. */
export const whenAbove = (threshold: number) => ({
  threshold,
  evaluationPeriods: 1,
  comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.NOT_BREACHING,
});
