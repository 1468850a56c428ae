import { functionNameIn } from './identity.ts';
import { isObject, type Json, type JsonObject, objectAt } from './json.ts';
import type { Template } from './template.ts';

/** A resource that a function of the stack makes at a deploy. */
export interface CustomResourceDefinition {
  readonly path: string;
  readonly logicalId: string;
  readonly type: string;
  readonly functionName: string;
  readonly stackId: string;
  /** As CloudFormation sends them: scalars are text. */
  readonly properties: JsonObject;
}

/**
 * The custom resources that fill one of these buckets: of all that there are, those which name it. Others help with a
 * deployment to AWS, and are left out.
 */
export function readCustomResources(
  template: Template,
  bucketNames: readonly string[],
): readonly CustomResourceDefinition[] {
  const { region, account, stackName } = template.assembly;
  return template.resources
    .filter(({ type }) => /^Custom::|^AWS::CloudFormation::CustomResource$/.test(type))
    .map(({ path, logicalId, type, properties }) => ({
      ...{ path, logicalId, type },
      functionName: functionNameIn(properties.optionalString('ServiceToken') ?? '') ?? '',
      stackId: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/local`,
      properties: objectAt(
        Object.fromEntries(properties.names().map((name) => [name, texts(properties.json(name))])),
        logicalId,
      ),
    }))
    .filter(({ properties }) =>
      Object.values(properties).some((value) => bucketNames.some((name) => name === value)),
    );
}

function texts(value: Json | undefined): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(texts);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, texts(item)]));
  }
  return value === undefined || value === null ? '' : String(value);
}
