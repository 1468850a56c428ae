import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { within } from './cloud-assembly.ts';
import { functionNameIn } from './identity.ts';
import { isObject, stringAt } from './json.ts';
import type { Resource, Template } from './template.ts';

/** A Lambda function, and the file its handler is in. */
export interface FunctionDefinition {
  readonly path: string;
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Undefined: it has no role, and may do nothing. */
  readonly roleArn: string | undefined;
  /** The module to import; or why this function cannot run here, which is said when it is invoked. */
  readonly code: FunctionCode;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** How often a failed asynchronous invocation is tried again. */
  readonly asynchronousRetriesMax: number;
  /** ARN of the queue for asynchronous events that failed for good. */
  readonly onFailureArn: string | undefined;
}

/** Where a function's code is, or why it cannot run. */
type FunctionCode =
  | {
      readonly kind: 'module';
      readonly file: string;
      readonly folder: string;
      readonly exported: string;
    }
  | { readonly kind: 'unsupported'; readonly reason: string };

/** Lambda's own defaults. */
const [defaultMemoryMb, defaultTimeoutSeconds, defaultRetries] = [128, 3, 2];

/** Every function of the template. */
export function readFunctions(template: Template): readonly FunctionDefinition[] {
  const asynchronous = new Map(
    template
      .ofType('AWS::Lambda::EventInvokeConfig')
      .map(({ properties }) => [nameIn(properties.string('FunctionName')), properties]),
  );
  return template.ofType('AWS::Lambda::Function').map((resource): FunctionDefinition => {
    const { properties, name } = resource;
    const settings = asynchronous.get(name);
    return {
      path: resource.path,
      logicalId: resource.logicalId,
      name,
      arn: resource.arn,
      roleArn: properties.optionalString('Role'),
      code: codeOf(resource, template),
      memoryMb: properties.optionalNumber('MemorySize') ?? defaultMemoryMb,
      timeoutSeconds: properties.optionalNumber('Timeout') ?? defaultTimeoutSeconds,
      environment: environmentOf(resource),
      asynchronousRetriesMax: settings?.optionalNumber('MaximumRetryAttempts') ?? defaultRetries,
      onFailureArn:
        settings
          ?.optionalObject('DestinationConfig')
          ?.optionalObject('OnFailure')
          ?.optionalString('Destination') ??
        properties.optionalObject('DeadLetterConfig')?.optionalString('TargetArn'),
    };
  });
}

const nameIn = (nameOrArn: string): string => functionNameIn(nameOrArn) ?? nameOrArn;

function environmentOf({ properties }: Resource): Record<string, string> {
  const variables = properties.optionalObject('Environment')?.json('Variables');
  if (!isObject(variables)) return {};
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, stringAt(value, `Environment.${key}`)]),
  );
}

function codeOf(resource: Resource, template: Template): FunctionCode {
  const runtime = resource.properties.optionalString('Runtime') ?? 'a container image';
  if (!runtime.startsWith('nodejs')) {
    return { kind: 'unsupported', reason: `only Node.js functions run here, this is ${runtime}` };
  }
  const folder = assetFolderOf(resource, template);
  if (folder === undefined) {
    return { kind: 'unsupported', reason: 'its code is not an asset of the cloud assembly' };
  }
  const handler = resource.properties.string('Handler');
  const dot = handler.lastIndexOf('.');
  const [module, exported] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => join(folder, `${module}${extension}`))
    .find((path) => existsSync(path));
  if (file === undefined) {
    return { kind: 'unsupported', reason: `there is no ${join(folder, module)}.mjs, .js or .cjs` };
  }
  return { kind: 'module', file, folder, exported };
}

/**
 * The asset's path is in the metadata, unless synthesis was told to leave it out; its hash is in the S3 key either way.
 */
function assetFolderOf({ metadata, properties }: Resource, template: Template): string | undefined {
  const path = metadata['aws:asset:path'];
  if (typeof path === 'string') return within(template.assembly.directory, path);
  const key = properties.optionalObject('Code')?.optionalString('S3Key');
  const hash = key === undefined ? undefined : /([0-9a-f]{64})\.[a-z]+$/.exec(key)?.[1];
  return hash === undefined ? undefined : template.assembly.assetByHash(hash);
}
