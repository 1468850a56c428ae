import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';

/** What CloudFormation imports a resource by, which is what it calls it itself. */
const importedBy: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueUrl',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

/** By logical id, as `cdk import --resource-mapping` reads it. */
type ResourceMapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Adoption {
  readonly mapping: ResourceMapping;
  /** What the template retains and a stack before it had not: it is made, and empty. */
  readonly made: readonly string[];
}

/**
 * What a stack of `template` takes over of a stack that is gone: each resource that it would retain itself, where
 * `listed`, the answer of ListStackResources or DescribeStackResources, has it under the same logical id.
 */
export function adoptionOf(template: unknown, listed: unknown): Adoption {
  const known = new Map(
    [...listAt(listed, 'StackResourceSummaries'), ...listAt(listed, 'StackResources')].flatMap(
      (one): [string, string][] => {
        const id = textAt(one, 'LogicalResourceId');
        const physical = textAt(one, 'PhysicalResourceId');
        return id === undefined || physical === undefined ? [] : [[id, physical]];
      },
    ),
  );
  const retained = Object.entries(resourcesOf(template)).flatMap(([id, resource]) => {
    const by = importedBy[textAt(resource, 'Type') ?? ''];
    return by === undefined || textAt(resource, 'DeletionPolicy') !== 'Retain' ? [] : [{ id, by }];
  });
  return {
    mapping: Object.fromEntries(
      retained.flatMap(({ id, by }) => {
        const physical = known.get(id);
        return physical === undefined ? [] : [[id, { [by]: physical }]];
      }),
    ),
    made: retained.map(({ id }) => id).filter((id) => !known.has(id)),
  };
}

function resourcesOf(template: unknown): JsonObject {
  const resources = isJsonObject(template) ? template['Resources'] : undefined;
  return isJsonObject(resources) ? resources : {};
}
