import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import {
  isObject,
  type Json,
  type JsonObject,
  listAt,
  objectAt,
  parseJson,
  stringAt,
} from './json.ts';

/** The one stack of a synthesized CDK cloud assembly (`cdk.out`), and where its assets are. */
export interface CloudAssembly {
  readonly directory: string;
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  readonly template: JsonObject;
  /**
   * The path of the construct that made a resource, with the stack's own id first; undefined when synthesis left it
   * out.
   */
  constructPath(logicalId: string): string | undefined;
  /** The folder or file of an asset, by the hash in its S3 key; undefined when this assembly does not have it. */
  assetByHash(hash: string): string | undefined;
}

/** Where the stack would be deployed when synthesis did not say: any valid names do, nothing leaves this machine. */
const anyRegion = 'us-east-1';
const localAccount = '000000000000';

/** Reads `cdk.out`; throws when there is no manifest, or not exactly one stack. */
export function readCloudAssembly(directory: string): CloudAssembly {
  const artifacts = objectAt(readJson(directory, 'manifest.json')['artifacts'], 'artifacts');
  const stacks = Object.entries(artifacts).filter(
    ([, artifact]) => isObject(artifact) && artifact['type'] === 'aws:cloudformation:stack',
  );
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const found = stacks.map(([id]) => id).join(', ');
    throw new Error(
      `synthesize exactly one stack into ${directory}, got ${found === '' ? 'none' : found}`,
    );
  }
  const [id, artifact] = [stack[0], objectAt(stack[1], stack[0])];
  const properties = objectAt(artifact['properties'], `${id}.properties`);
  const [, , region] =
    /^aws:\/\/([^/]+)\/([^/]+)$/.exec(stringAt(artifact['environment'], `${id}.environment`)) ?? [];
  return {
    directory,
    stackName: stringAt(properties['stackName'] ?? id, `${id}.stackName`),
    region: region === undefined || region === 'unknown-region' ? anyRegion : region,
    // The emulators know no other account, so this one is used whatever the stack was synthesized for.
    account: localAccount,
    template: readJson(directory, stringAt(properties['templateFile'], `${id}.templateFile`)),
    constructPath: constructPaths(directory, artifact),
    assetByHash: assetFinder(directory, artifacts),
  };
}

/** Synthesis writes what it knows of each construct into the manifest, or into a file of its own. */
function constructPaths(
  directory: string,
  artifact: JsonObject,
): (logicalId: string) => string | undefined {
  const file = artifact['additionalMetadataFile'];
  const metadata =
    typeof file === 'string' ? readJson(directory, file) : objectAt(artifact['metadata'] ?? {}, '');
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const entry of listAt(entries, path)) {
      if (!isObject(entry) || entry['type'] !== 'aws:cdk:logicalId') continue;
      paths.set(stringAt(entry['data'], path), path.replace(/^\//, ''));
    }
  }
  return (logicalId) => paths.get(logicalId);
}

function assetFinder(
  directory: string,
  artifacts: JsonObject,
): (hash: string) => string | undefined {
  const assets = Object.values(artifacts)
    .filter(isObject)
    .filter(({ type }) => type === 'cdk:asset-manifest')
    .map(({ properties }) => stringAt(objectAt(properties, 'asset manifest')['file'], 'its file'))
    .flatMap((file) => Object.entries(objectAt(readJson(directory, file)['files'] ?? {}, file)));
  const paths = new Map(assets.map(([hash, asset]) => [hash, sourcePathOf(asset)]));
  return (hash) => {
    const path = paths.get(hash);
    return path === undefined ? undefined : within(directory, path);
  };
}

function sourcePathOf(asset: Json): string | undefined {
  const source = isObject(asset) ? asset['source'] : undefined;
  const path = isObject(source) ? source['path'] : undefined;
  return typeof path === 'string' ? path : undefined;
}

/** A path of the assembly, which may be absolute. */
export const within = (directory: string, path: string): string =>
  isAbsolute(path) ? path : join(directory, path);

function readJson(directory: string, file: string): JsonObject {
  const path = within(directory, file);
  if (!existsSync(path)) {
    throw new Error(`run \`cdk synth\` first: there is no ${path}`);
  }
  return objectAt(parseJson(readFileSync(path, 'utf8')), path);
}
