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

/** Every bucket of the template. */
export const readBuckets = (template: Template): readonly BucketDefinition[] =>
  template.ofType('AWS::S3::Bucket').map(({ path, name }) => ({ path, name }));
