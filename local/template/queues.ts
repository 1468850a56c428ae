import type { Properties } from './properties.ts';
import type { Template } from './template.ts';

/** An SQS queue, in the words of CreateQueue. */
export interface QueueDefinition {
  readonly path: string;
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  /** How often a message is received before it is set aside; undefined: for ever. */
  readonly receivesMax: number | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An S3 bucket. */
export interface BucketDefinition {
  readonly path: string;
  readonly name: string;
  /** Which queues are told of what is put. */
  readonly notifications: readonly BucketNotification[];
}

/** A queue that is told of each object whose key begins and ends so. */
interface BucketNotification {
  readonly queueUrl: string;
  readonly prefix: string;
  readonly suffix: string;
}

const attributeNames = [
  'VisibilityTimeout',
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const;

/** Every queue of the template. */
export const readQueues = (template: Template): readonly QueueDefinition[] =>
  template.ofType('AWS::SQS::Queue').map(({ path, name, arn, ref, properties }) => ({
    path,
    name,
    arn,
    url: ref,
    visibilityTimeoutSeconds: properties.optionalNumber('VisibilityTimeout') ?? 30,
    receivesMax: properties.optionalObject('RedrivePolicy')?.optionalNumber('maxReceiveCount'),
    attributes: attributesOf(properties),
  }));

function attributesOf(properties: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of attributeNames) {
    const value = properties.optionalString(name);
    if (value !== undefined) attributes[name] = value;
  }
  const redrive = properties.optionalObject('RedrivePolicy');
  if (redrive !== undefined) {
    attributes['RedrivePolicy'] = JSON.stringify({
      deadLetterTargetArn: redrive.string('deadLetterTargetArn'),
      maxReceiveCount: redrive.number('maxReceiveCount'),
    });
  }
  return attributes;
}

/** Every bucket of the template. Throws for notifications that are not to its own queues, of what is put. */
export function readBuckets(template: Template): readonly BucketDefinition[] {
  const queues = new Map(readQueues(template).map(({ arn, url }) => [arn, url]));
  return template.ofType('AWS::S3::Bucket').map(({ path, name, properties }) => {
    const configuration = properties.optionalObject('NotificationConfiguration');
    const others = configuration?.names().find((one) => one !== 'QueueConfigurations');
    if (others !== undefined) {
      throw new Error(`${path} has ${others}: the local runtime tells only queues of what is put`);
    }
    const told = configuration?.objects('QueueConfigurations') ?? [];
    const notifications = told.map((one) => {
      const event = one.string('Event');
      const queueUrl = queues.get(one.string('Queue'));
      if (queueUrl === undefined || event !== 's3:ObjectCreated:*') {
        throw new Error(
          `${path} tells ${one.string('Queue')} of ${event}: here, queues of the stack are told of s3:ObjectCreated:*`,
        );
      }
      return { queueUrl, ...affixesOf(one) };
    });
    return { path, name, notifications };
  });
}

function affixesOf(configuration: Properties): Omit<BucketNotification, 'queueUrl'> {
  const rules = configuration.optionalObject('Filter')?.object('S3Key').objects('Rules') ?? [];
  const of = (name: string): string =>
    rules.find((rule) => rule.string('Name').toLowerCase() === name)?.string('Value') ?? '';
  return { prefix: of('prefix'), suffix: of('suffix') };
}
