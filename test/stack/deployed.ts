import { isDeepStrictEqual } from 'node:util';
import type { Resource, SynthesizedTemplate } from './resource.ts';
import { at } from './synthesized.ts';

/**
 * What somebody's account has of a stack, and would miss: what holds data, what is on the way, what others know by name
 * or address, and the policies that guard it.
 */
export interface Deployed {
  readonly resources: Readonly<Record<string, DeployedResource>>;
  /** Which queue calls which function, by the logical id of the event source mapping. */
  readonly mappings: Readonly<Record<string, unknown>>;
  /** What each output names. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

interface DeployedResource {
  readonly type: string;
  readonly deletionPolicy?: string;
  /** CloudFormation replaces the resource when one of these changes; or what it guards, or gives on to, is another. */
  readonly fixed: Readonly<Record<string, unknown>>;
  /** Lists that may get longer and must not lose anything: an index that goes has to be built again. */
  readonly growing: Readonly<Record<string, readonly unknown[]>>;
}

interface Kind {
  readonly fixed: readonly string[];
  readonly growing?: readonly string[];
}

const kinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::GlobalTable': {
    fixed: ['TableName', 'KeySchema', 'LocalSecondaryIndexes'],
    growing: ['AttributeDefinitions', 'GlobalSecondaryIndexes'],
  },
  'AWS::SQS::Queue': { fixed: ['QueueName', 'FifoQueue', 'RedrivePolicy.deadLetterTargetArn'] },
  'AWS::S3::Bucket': { fixed: ['BucketName', 'ObjectLockEnabled'] },
  'AWS::KMS::Key': { fixed: ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'] },
  // Whoever subscribed by hand, and every sender that has the URL.
  'AWS::SNS::Topic': { fixed: ['TopicName', 'FifoTopic'] },
  'AWS::ApiGatewayV2::Api': { fixed: ['ProtocolType'] },
  // Under another id a policy is made anew, and then the removal of the old one takes the new one away, as both are the
  // one policy of the same queue or bucket.
  'AWS::SQS::QueuePolicy': { fixed: ['Queues'] },
  'AWS::S3::BucketPolicy': { fixed: ['Bucket'] },
  'AWS::SNS::TopicPolicy': { fixed: ['Topics'] },
};

/** What an account has once `template` is deployed. */
export function deployedBy({ Resources, Outputs }: SynthesizedTemplate): Deployed {
  const all = Object.entries(Resources);
  const mappings = all.filter(([, { Type }]) => Type === 'AWS::Lambda::EventSourceMapping');
  return {
    resources: Object.fromEntries(
      all.flatMap(([id, resource]) => {
        const kind = kinds[resource.Type];
        return kind === undefined ? [] : [[id, deployedResource(resource, kind)]];
      }),
    ),
    mappings: Object.fromEntries(
      mappings.map(([id, resource]) => [
        id,
        [at(resource, 'EventSourceArn'), at(resource, 'FunctionName')],
      ]),
    ),
    outputs: Object.fromEntries(Object.entries(Outputs).map(([name, { Value }]) => [name, Value])),
  };
}

function deployedResource(resource: Resource, kind: Kind): DeployedResource {
  const present = (paths: readonly string[]) =>
    paths.map((path) => [path, at(resource, path)] as const).filter(([, value]) => Boolean(value));
  return {
    type: resource.Type,
    ...(resource.DeletionPolicy === undefined ? {} : { deletionPolicy: resource.DeletionPolicy }),
    fixed: Object.fromEntries(present(kind.fixed)),
    growing: Object.fromEntries(present(kind.growing ?? [])) as DeployedResource['growing'],
  };
}

/** What a deploy of `next` over `deployed` would replace, lose or fail at: a sentence each. */
export function lossesOf(deployed: Deployed, next: Deployed): readonly string[] {
  return [
    ...Object.entries(deployed.resources).flatMap(([id, was]) => resourceLosses(id, was, next)),
    ...Object.entries(deployed.mappings).flatMap(([id, pair]) => mappingLosses(id, pair, next)),
    ...Object.entries(deployed.outputs).flatMap(([name, was]) => {
      const is = next.outputs[name];
      if (isDeepStrictEqual(was, is)) return [];
      return [`the output ${name} was ${text(was)} and is ${text(is)}`];
    }),
  ];
}

function resourceLosses(id: string, was: DeployedResource, next: Deployed): readonly string[] {
  const is = next.resources[id];
  if (is === undefined || is.type !== was.type) {
    return [
      `${id} (${was.type}) is gone: a deploy would leave it, and what is in it, behind; if its construct has moved, say where it was in lib/former-paths.ts`,
    ];
  }
  const replaced = differing(was.fixed, is.fixed).map(
    (path) =>
      `${id} (${was.type}) would be replaced or give on to another: its ${path} was ${text(was.fixed[path])} and is ${text(is.fixed[path])}`,
  );
  const shrunk = Object.entries(was.growing).flatMap(([path, list]) =>
    list
      .filter((entry) => !(is.growing[path] ?? []).some((one) => isDeepStrictEqual(one, entry)))
      .map((entry) => `${id} (${was.type}) would lose ${text(entry)} of its ${path}`),
  );
  if (was.deletionPolicy === is.deletionPolicy) return [...replaced, ...shrunk];
  const policy = `${id} (${was.type}) had the deletion policy ${text(was.deletionPolicy)} and has ${text(is.deletionPolicy)}`;
  return [...replaced, ...shrunk, policy];
}

/** Lambda takes one mapping from a queue to a function, and CloudFormation makes the new before it removes the old. */
function mappingLosses(id: string, pair: unknown, next: Deployed): readonly string[] {
  const renamed = Object.entries(next.mappings).find(
    ([other, one]) => other !== id && isDeepStrictEqual(one, pair),
  );
  if (renamed === undefined) return [];
  return [`the mapping ${id} is called ${renamed[0]}: a deploy would fail, as it exists already`];
}

const differing = (
  was: Readonly<Record<string, unknown>>,
  is: Readonly<Record<string, unknown>>,
): readonly string[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (path) => !isDeepStrictEqual(was[path], is[path]),
  );

const text = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
