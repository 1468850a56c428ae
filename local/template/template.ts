import type { CloudAssembly } from './cloud-assembly.ts';
import type { Endpoints } from './identity.ts';
import { isObject, type JsonObject, objectAt, stringAt } from './json.ts';
import { type Properties, propertiesOf } from './properties.ts';
import { type StackScope, stackScope } from './scope.ts';

/** One resource that the template's conditions let exist. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** The construct's path below the stack, as people wrote it (`Ingest/Events`); the logical id where CDK left none. */
  readonly path: string;
  /** The physical name. */
  readonly name: string;
  /** What a Ref to it resolves to. */
  readonly ref: string;
  readonly arn: string;
  readonly properties: Properties;
  readonly metadata: JsonObject;
}

/** A template whose intrinsics resolve to what exists on this machine. */
export interface Template {
  readonly assembly: CloudAssembly;
  readonly resources: readonly Resource[];
  ofType(...types: readonly string[]): readonly Resource[];
  /** CfnOutputs by name. */
  outputs(): Record<string, string>;
}

/** Reads the assembly's template for a machine where the engines and the API listen on `endpoints`. */
export function readTemplate(assembly: CloudAssembly, endpoints: Endpoints): Template {
  const scope = stackScope(assembly, endpoints);
  const resources = Object.entries(objectAt(assembly.template['Resources'], 'Resources'))
    .map(([logicalId, raw]) => ({ logicalId, raw: objectAt(raw, logicalId) }))
    .filter(({ raw, logicalId }) => exists(raw, logicalId, scope))
    .map(({ raw, logicalId }) => resourceOf(raw, logicalId, assembly, scope));
  return {
    assembly,
    resources,
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    outputs: () => outputsOf(assembly.template, scope),
  };
}

function resourceOf(
  raw: JsonObject,
  logicalId: string,
  assembly: CloudAssembly,
  scope: StackScope,
): Resource {
  const metadata = raw['Metadata'];
  const identity = scope.identityOf(logicalId);
  return {
    logicalId,
    type: stringAt(raw['Type'], `${logicalId}.Type`),
    path: pathOf(assembly.constructPath(logicalId), logicalId),
    name: scope.nameOf(logicalId),
    ref: identity.ref,
    arn: identity.attributes['Arn'] ?? identity.ref,
    properties: propertiesOf(raw['Properties'], logicalId, scope.resolve),
    metadata: isObject(metadata) ? metadata : {},
  };
}

function exists(raw: JsonObject, where: string, scope: StackScope): boolean {
  const condition = raw['Condition'];
  return typeof condition !== 'string' || scope.condition(condition, where);
}

/** Ids that a construct gives to the one thing it wraps: they tell nothing apart. */
const wrapped: ReadonlySet<string> = new Set([
  'Default',
  'Handler',
  'Function',
  'Queue',
  'Table',
  'Bucket',
]);

/**
 * CDK ends a construct's path with the id of the raw resource inside it, which nobody wrote; and what is called
 * `Default` has no name of its own, there or in logical ids.
 */
function pathOf(path: string | undefined, logicalId: string): string {
  if (path === undefined) return logicalId;
  const [, ...named] = path.split('/');
  const parts = named.filter((part) => part !== 'Default');
  if (parts.at(-1) === 'Resource') parts.pop();
  if (parts.length > 1 && wrapped.has(parts.at(-1) ?? '')) parts.pop();
  return parts.length === 0 ? logicalId : parts.join('/');
}

function outputsOf(template: JsonObject, scope: StackScope): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, raw] of Object.entries(objectAt(template['Outputs'] ?? {}, 'Outputs'))) {
    const where = `Outputs.${name}`;
    const output = objectAt(raw, where);
    if (!exists(output, where, scope)) continue;
    outputs[name] = stringAt(scope.resolve(output['Value'], where), where);
  }
  return outputs;
}
