import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, stringAt } from './json.ts';
import type { Properties } from './properties.ts';
import type { Template } from './template.ts';

/** A Lambda web function: an HTTP server, and the file it starts with. */
export interface WebFunctionDefinition {
  readonly path: string;
  readonly name: string;
  /** Undefined: it has no role, and may do nothing. */
  readonly roleArn: string | undefined;
  /** The folder of its code, and the module in it that is run. */
  readonly folder: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a web function runs by default, and the variable that names another module. */
const defaultEntry = 'index.js';
const entryVariable = 'AWS_LAMBDA_NODEJS_ENTRYPOINT';

/**
 * The web function of the template, by its revision; undefined where there is none. Throws for a second one, for a
 * runtime other than Node.js, and for code that is no asset of the assembly.
 */
export function readWebFunction(template: Template): WebFunctionDefinition | undefined {
  const [revision, ...others] = template.ofType('AWS::Lambda::WebFunctionRevision');
  if (revision === undefined) return undefined;
  if (others.length > 0) {
    throw new Error(
      `one web function runs locally, this stack has ${others.length + 1}: ${revision.logicalId}, ${others.map(({ logicalId }) => logicalId).join(', ')}`,
    );
  }
  const build = revision.properties.object('BuildConfig');
  const runtime = build.object('RuntimeConfig').string('Runtime');
  if (!runtime.startsWith('nodejs')) {
    throw new Error(`${revision.logicalId} runs ${runtime}; only Node.js runs here`);
  }
  const environment = environmentOf(revision.properties);
  const folder = codeFolder(build, template);
  const file = join(folder, environment[entryVariable] ?? defaultEntry);
  if (!existsSync(file)) throw new Error(`${revision.logicalId} starts with ${file}, not there`);
  const name = revision.properties.string('FunctionName').replace(/^.*[/:]/, '');
  const [owner] = template.ofType('AWS::Lambda::WebFunction');
  const path = (owner?.path ?? revision.path).replace(/\/Function$/, '');
  const roleArn = revision.properties.object('ServiceConfig').optionalString('ExecutionRoleArn');
  return { path, name, roleArn, folder, file, environment };
}

/** Its code is a copy, whose key on this machine is the name of what copies it. */
function codeFolder(build: Properties, template: Template): string {
  const key = build.object('CodeConfig').object('S3Object').string('Key');
  const copy = template.ofType('Custom::S3ObjectCopy').find(({ name }) => name === key);
  const hash = copy?.properties.string('SourceObjectKey').replace(/\.zip$/, '');
  const folder = hash === undefined ? undefined : template.assembly.assetByHash(hash);
  if (folder !== undefined) return folder;
  throw new Error(`the code of a web function is no asset of the assembly: ${key}`);
}

function environmentOf(properties: Properties): Record<string, string> {
  const variables = properties.object('ServiceConfig').json('EnvironmentVariables');
  if (!isObject(variables)) return {};
  return Object.fromEntries(
    Object.entries(variables).map(([key, value]) => [key, stringAt(value, `environment.${key}`)]),
  );
}
