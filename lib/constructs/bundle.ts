import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { AssetHashType, DockerImage, type ILocalBundling } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Code, WebFunctionCode } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type * as Esbuild from 'esbuild';
import { putPages } from './pages.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Whether this is the package of the construct: it is JavaScript, with the functions bundled beside their environment,
 * and the fonts that they read. Whoever installs it needs neither what functions import nor esbuild.
 */
const isPacked = extname(import.meta.filename) === '.js';
const fontsRoot = join(root, 'fonts');

/** What a function finds beside its code. */
export interface CodeOptions {
  /**
   * In `fonts/`, the font files named by their paths in our own `fonts/`, and their licences.
   * @default - none
   */
  readonly fonts?: readonly string[] | undefined;
  /**
   * In `pages/`, the console and the reference.
   * @default 'none'
   */
  readonly pages?: 'all' | 'none' | undefined;
}

/**
 * The code of one folder of functions/ and all it imports, as one ES module, with what it finds beside it. Calls
 * esbuild directly: CDK's own NodejsFunction starts npx for every function and falls back to Docker.
 */
export function bundleOf(folder: string, beside: CodeOptions = {}): Code {
  const { path, ...options } = assetOf(folder, beside);
  return Code.fromAsset(path, options);
}

/** The same for a server: the module is its entry, and its zip is copied to `bucket`. */
export function serverBundleOf(
  folder: string,
  beside: CodeOptions,
  { bucket, role, logGroup }: CodeCopy,
): WebFunctionCode {
  const { path, ...options } = assetOf(folder, beside);
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

/**
 * Whether functions have the same asset, in which what they share is there once: a local stack, as `npm start` and the
 * tests synthesize it. That takes a fifth of the time; what is deployed begins sooner.
 */
const sharesModules = !isPacked && process.env['BUNDLES_SHARE_MODULES'] === 'true';
const extension = '.mjs';
const entryPoint = `index${extension}`;

/** The module of a function in its asset: its file’s name without `.mjs`. */
export const moduleOf = (folder: string): string => (sharesModules ? folder : 'index');

function assetOf(folder: string, beside: CodeOptions) {
  const path = join(root, 'functions', folder);
  const entry = join(path, isPacked ? entryPoint : 'handler.ts');
  if (!existsSync(entry)) {
    throw new Error(
      `name a function after its folder in functions/, got ${folder} without ${entry}`,
    );
  }
  if (!sharesModules || beside.pages === 'all') {
    const bundling = { image: neverPulled, local: ownBundling(folder, beside) };
    return { path, assetHashType: AssetHashType.OUTPUT, bundling };
  }
  // Named before it is made, it is made once for all functions.
  const assetHash = createHash('sha256');
  for (const { hash } of bundled().files) assetHash.update(hash);
  return {
    path: dirname(path),
    assetHashType: AssetHashType.CUSTOM,
    assetHash: assetHash.digest('hex'),
    bundling: { image: neverPulled, local: sharedBundling },
  };
}

/** CDK wants an image named even where nothing is ever built in one. */
const neverPulled = DockerImage.fromRegistry('scratch');

const ownBundling = (folder: string, { fonts = [], pages }: CodeOptions): ILocalBundling => ({
  tryBundle(outputFolder) {
    writeBundle(outputFolder, bundleFiles(folder));
    for (const path of fonts) copyFont(path, join(outputFolder, 'fonts'));
    if (pages === 'all') putPages(join(outputFolder, 'pages'));
    return true;
  },
});

const sharedBundling: ILocalBundling = {
  tryBundle(outputFolder) {
    writeBundle(outputFolder, named(bundled().files));
    cpSync(fontsRoot, join(outputFolder, 'fonts'), { recursive: true });
    return true;
  },
};

function writeBundle(folder: string, files: readonly BundleFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, contents } of files) writeFileSync(join(folder, name), contents);
}

/** A font to a folder, at its path there. The Open Font License wants its text to go with it. */
export function copyFont(path: string, folder: string): void {
  const licence = join(packageOf(path), 'LICENSE_FONT');
  for (const file of [path, licence]) cpSync(join(fontsRoot, file), join(folder, file));
}

/** `@scope/name` of a path below `fonts/`. */
const packageOf = (path: string): string => path.split('/').slice(0, 2).join('/');

/** A file of a bundle, which has no folders. */
interface BundleFile {
  readonly name: string;
  readonly contents: Uint8Array;
}

/** The bundle of a folder of functions/, which shares nothing; made `alone`, or with those of all others. */
export function bundleFiles(folder: string, alone = sharesModules): readonly BundleFile[] {
  if (isPacked) {
    const names = readdirSync(join(root, 'functions', folder)).filter((name) =>
      name.startsWith(entryPoint),
    );
    return names.map((name) => ({
      name,
      contents: readFileSync(join(root, 'functions', folder, name)),
    }));
  }
  const { files } = alone ? build([folder], false) : bundled();
  return named(files.filter(({ path }) => basename(dirname(path)) === folder));
}

const named = (files: readonly Esbuild.OutputFile[]): readonly BundleFile[] =>
  files.map(({ path, contents }) => ({ name: basename(path), contents }));

interface Bundled {
  readonly files: readonly Esbuild.OutputFile[];
  /** What they are made of, by paths from the root. */
  readonly inputs: readonly string[];
}

let bundles: Bundled | undefined;

/**
 * Each function's bundle. All are made at once, because what they share, the AWS SDK above all, is then read and parsed
 * once instead of for each of them.
 */
function bundled(): Bundled {
  bundles ??= build(functionFolders(), sharesModules);
  return bundles;
}

/** The folders of the packages that any bundle has something of, or that any of `others` is in. */
export const bundledPackages = (others: readonly string[] = []): readonly string[] => {
  const inputs = [...bundled().inputs, ...others];
  const folders = inputs.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
};

/** With what is nested in another. */
const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** The folders of functions/ that are deployed. */
export const functionFolders = (): readonly string[] =>
  readdirSync(join(root, 'functions')).filter((folder) =>
    existsSync(join(root, 'functions', folder, isPacked ? entryPoint : 'handler.ts')),
  );

const nodeHttp = join(import.meta.dirname, 'node-http.cjs');

function build(folders: readonly string[], splitting: boolean): Bundled {
  // Asked for only here, because the package does without it.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  const { outputFiles, metafile } = buildSync({
    entryPoints: folders.map((folder) => ({
      in: join(root, 'functions', folder, 'handler.ts'),
      out: splitting ? folder : `${folder}/${moduleOf(folder)}`,
    })),
    // Nothing is written there: source maps name our files as seen from it, wherever a bundle is put then, so that its
    // hash does not depend on the place.
    outdir: join(root, 'cdk.out'),
    write: false,
    splitting,
    metafile: true,
    outExtension: { '.js': extension },
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { http: nodeHttp, 'node:http': nodeHttp },
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
  return {
    files: outputFiles,
    inputs: Object.keys(metafile.inputs),
  };
}
