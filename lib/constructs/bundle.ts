import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage, type ILocalBundling } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Code, WebFunctionCode } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/**
 * The code of one folder of functions/ and all it imports, as one ES module; beside it, in `fonts/`, the font files
 * named by their paths below node_modules, and their licences. Calls esbuild directly: CDK's own NodejsFunction starts
 * npx for every function and falls back to Docker.
 */
export function bundleOf(folder: string, fonts: readonly string[] = []): Code {
  const { path, ...options } = assetOf(folder, fonts);
  return Code.fromAsset(path, options);
}

/** The same for a server: the module is its entry, `entryPoint`, and its zip is copied to `bucket`. */
export function serverBundleOf(
  folder: string,
  fonts: readonly string[],
  { bucket, role, logGroup }: CodeCopy,
): WebFunctionCode {
  const { path, ...options } = assetOf(folder, fonts);
  // Its own type says of one member that it may be undefined, where the interface says that it may be absent.
  return WebFunctionCode.fromAssetToProvidedBucket(bucket as IBucket, path, {
    ...options,
    copyOptions: { role, logGroup },
  });
}

/** Where a server's code is copied at a deploy, and what the function that copies it may do and where it logs. */
export interface CodeCopy {
  readonly bucket: Bucket;
  readonly role: IRole;
  readonly logGroup: ILogGroup;
}

export const entryPoint = 'index.mjs';

function assetOf(folder: string, fonts: readonly string[]) {
  const path = join(root, 'functions', folder);
  const entry = join(path, 'handler.ts');
  if (!existsSync(entry)) {
    throw new Error(
      `name a function after its folder in functions/, got ${folder} without ${entry}`,
    );
  }
  return {
    path,
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: neverPulled, local: bundling(entry, fonts) },
  };
}

/** CDK wants an image named even where nothing is ever built in one. */
const neverPulled = DockerImage.fromRegistry('scratch');

const bundling = (entry: string, fonts: readonly string[]): ILocalBundling => ({
  tryBundle(outputFolder) {
    bundle(entry, join(outputFolder, entryPoint));
    for (const path of fonts) copyFont(path, join(outputFolder, 'fonts'));
    return true;
  },
});

/** The Open Font License wants its text to go with the fonts. */
function copyFont(path: string, folder: string): void {
  const licence = join(packageOf(path), 'LICENSE_FONT');
  for (const file of [path, licence]) cpSync(join(root, 'node_modules', file), join(folder, file));
}

/** `@scope/name` of a path below node_modules. */
const packageOf = (path: string): string => path.split('/').slice(0, 2).join('/');

function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    // Stack traces name our files and lines; the sources themselves stay in the repository.
    sourcemap: 'linked',
    sourcesContent: false,
    // Dependencies that are CommonJS call require, which an ES module does not have.
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}
