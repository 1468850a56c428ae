import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AssetHashType, DockerImage, type ILocalBundling } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Code, WebFunctionCode } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { buildSync, type OutputFile } from 'esbuild';

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

const entryName = 'index';
const entryExtension = '.mjs';
export const entryPoint = `${entryName}${entryExtension}`;

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
    bundling: { image: neverPulled, local: bundling(folder, fonts) },
  };
}

/** CDK wants an image named even where nothing is ever built in one. */
const neverPulled = DockerImage.fromRegistry('scratch');

const bundling = (folder: string, fonts: readonly string[]): ILocalBundling => ({
  tryBundle(outputFolder) {
    mkdirSync(outputFolder, { recursive: true });
    for (const { path, contents } of bundled().get(folder) ?? []) {
      writeFileSync(join(outputFolder, basename(path)), contents);
    }
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

let bundles: ReadonlyMap<string, readonly OutputFile[]> | undefined;

/**
 * The files of each function's bundle, by its folder. All are made at once, because what they share, the AWS SDK above
 * all, is then read and parsed once instead of for each of them.
 */
function bundled(): ReadonlyMap<string, readonly OutputFile[]> {
  bundles ??= Map.groupBy(build(), ({ path }) => basename(dirname(path)));
  return bundles;
}

function build(): readonly OutputFile[] {
  const folders = readdirSync(join(root, 'functions')).filter((folder) =>
    existsSync(join(root, 'functions', folder, 'handler.ts')),
  );
  const { outputFiles } = buildSync({
    entryPoints: folders.map((folder) => ({
      in: join(root, 'functions', folder, 'handler.ts'),
      out: `${folder}/${entryName}`,
    })),
    // Nothing is written there: source maps name our files as seen from it, wherever a bundle is put then, so that its
    // hash does not depend on the place.
    outdir: join(root, 'cdk.out'),
    write: false,
    outExtension: { '.js': entryExtension },
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
  return outputFiles;
}
