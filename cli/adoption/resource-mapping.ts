import { isJsonObject, type JsonObject, listAt, textAt } from '../http/json.ts';

/** What CloudFormation imports a resource by, which is what it calls it itself. */
const importedBy: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::SQS::Queue': 'QueueUrl',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::KMS::Key': 'KeyId',
};

/** By logical id, as `cdk import --resource-mapping` reads it. */
type ResourceMapping = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Adoption {
  readonly mapping: ResourceMapping;
  /** What the template retains and a stack before it has left none of: it is made, and empty. */
  readonly made: readonly Made[];
}

/** `status` where the stack had it once: what became of that. */
interface Made {
  readonly id: string;
  readonly status: string | undefined;
}

/** A resource is not there, or not whole, when its last change was one of these. */
const gone: ReadonlySet<string> = new Set([
  'CREATE_IN_PROGRESS',
  'CREATE_FAILED',
  'DELETE_IN_PROGRESS',
  'DELETE_COMPLETE',
  'IMPORT_IN_PROGRESS',
  'IMPORT_FAILED',
]);

/** DescribeStackResources answers no more of a stack, and says nothing of the rest. */
const DESCRIBED_MAX = 100;

/** Whether `listed` may lack resources that the stack has. */
export const isCutShort = (listed: unknown): boolean =>
  textAt(listed, 'NextToken') !== undefined ||
  listAt(listed, 'StackResources').length >= DESCRIBED_MAX;

/**
 * What a stack of `template` takes over of a stack that is gone: each resource that it would retain itself, where
 * `listed`, the answer of ListStackResources or DescribeStackResources, has it under the same logical id, and still
 * there.
 */
export function adoptionOf(template: unknown, listed: unknown): Adoption {
  const known = new Map(
    [...listAt(listed, 'StackResourceSummaries'), ...listAt(listed, 'StackResources')].map(
      (one) => [textAt(one, 'LogicalResourceId') ?? '', leftBehind(one)] as const,
    ),
  );
  const retained = Object.entries(resourcesOf(template)).flatMap(([id, resource]) => {
    const by = importedBy[textAt(resource, 'Type') ?? ''];
    if (by === undefined || textAt(resource, 'DeletionPolicy') !== 'Retain') return [];
    return [{ id, by, left: known.get(id) }];
  });
  return {
    mapping: Object.fromEntries(
      retained.flatMap(({ id, by, left }) =>
        left?.physical === undefined ? [] : [[id, { [by]: left.physical }]],
      ),
    ),
    made: retained.flatMap(({ id, left }) =>
      left?.physical === undefined ? [{ id, status: left?.status }] : [],
    ),
  };
}

/** The name of a resource that is there, and what became of it. */
function leftBehind(listed: unknown): { physical: string | undefined; status: string | undefined } {
  const status = textAt(listed, 'ResourceStatus');
  const physical = textAt(listed, 'PhysicalResourceId') ?? '';
  const isThere = physical !== '' && !gone.has(status ?? '');
  return { physical: isThere ? physical : undefined, status };
}

function resourcesOf(template: unknown): JsonObject {
  const resources = isJsonObject(template) ? template['Resources'] : undefined;
  return isJsonObject(resources) ? resources : {};
}
