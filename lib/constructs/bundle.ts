import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
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
 * esbuild directly: CDK's own NodejsFunction starts npx for every function and falls back to Docker. A local stack has
 * what functions share as modules of their own (`BUNDLES_SHARE_MODULES`), which takes a fifth of the time to make.
 */
export function bundleOf(folder: string, beside: CodeOptions = {}): Code {
  const { path, ...options } = assetOf(folder, beside);
  return Code.fromAsset(path, options);
}

/** The same for a server: the module is its entry, `entryPoint`, and its zip is copied to `bucket`. */
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

const entryExtension = '.mjs';
export const entryPoint = `index${entryExtension}`;

function assetOf(folder: string, beside: CodeOptions) {
  const path = join(root, 'functions', folder);
  const entry = join(path, isPacked ? entryPoint : 'handler.ts');
  if (!existsSync(entry)) {
    throw new Error(
      `name a function after its folder in functions/, got ${folder} without ${entry}`,
    );
  }
  return {
    path,
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: neverPulled, local: bundling(folder, beside) },
  };
}

/** CDK wants an image named even where nothing is ever built in one. */
const neverPulled = DockerImage.fromRegistry('scratch');

const bundling = (folder: string, { fonts = [], pages }: CodeOptions): ILocalBundling => ({
  tryBundle(outputFolder) {
    mkdirSync(outputFolder, { recursive: true });
    for (const { name, contents } of bundleFiles(folder)) {
      writeFileSync(join(outputFolder, name), contents);
    }
    for (const path of fonts) copyFont(path, join(outputFolder, 'fonts'));
    if (pages === 'all') putPages(join(outputFolder, 'pages'));
    return true;
  },
});

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

/** What the bundle of a folder of functions/ is, of those that were made. */
export function bundleFiles(folder: string, made = bundled): readonly BundleFile[] {
  if (isPacked) {
    const names = readdirSync(join(root, 'functions', folder)).filter((name) =>
      name.startsWith(entryPoint),
    );
    return names.map((name) => ({
      name,
      contents: readFileSync(join(root, 'functions', folder, name)),
    }));
  }
  const { outputs, contents } = made();
  const names = new Set([`${folder}${entryExtension}`]);
  // A set goes on to what is added while it is gone through.
  for (const name of names) {
    for (const { path, external } of outputs[join(outFolder, name)]?.imports ?? []) {
      if (external !== true) names.add(basename(path));
    }
  }
  return [...names].flatMap((name) => {
    const isEntry = name === `${folder}${entryExtension}`;
    const as = isEntry ? entryPoint : name;
    const code = contents.get(name) ?? new Uint8Array();
    return [
      { name: as, contents: isEntry ? withMapAt(code, `${as}.map`) : code },
      { name: `${as}.map`, contents: contents.get(`${name}.map`) ?? new Uint8Array() },
    ];
  });
}

/** Code whose last line names its source map. */
function withMapAt(code: Uint8Array, map: string): Uint8Array {
  const text = Buffer.from(code);
  const named = text.subarray(0, text.lastIndexOf('//# sourceMappingURL='));
  return Buffer.concat([named, Buffer.from(`//# sourceMappingURL=${map}\n`)]);
}

interface Bundled {
  /** What each file imports of the others, by paths from the root. */
  readonly outputs: Esbuild.Metafile['outputs'];
  /** By the names of the files. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** What they are made of, by paths from the root. */
  readonly inputs: readonly string[];
}

let bundles: Bundled | undefined;

/**
 * Each function's bundle. All are made at once, because what they share, the AWS SDK above all, is then read and parsed
 * once instead of for each of them.
 */
function bundled(): Bundled {
  bundles ??= bundlesOf(functionFolders());
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

/** Nothing is written there: source maps name our files as seen from it, so that no hash depends on a place. */
const outFolder = 'cdk.out';

/** The bundles of some folders of functions/, made now. */
export function bundlesOf(folders: readonly string[]): Bundled {
  // Asked for only here, because the package does without it.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  const { outputFiles, metafile } = buildSync({
    entryPoints: folders.map((folder) => ({
      in: join(root, 'functions', folder, 'handler.ts'),
      out: folder,
    })),
    outdir: join(root, outFolder),
    write: false,
    splitting: process.env['BUNDLES_SHARE_MODULES'] === 'true',
    metafile: true,
    outExtension: { '.js': entryExtension },
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
    outputs: metafile.outputs,
    contents: new Map(outputFiles.map(({ path, contents }) => [basename(path), contents])),
    inputs: Object.keys(metafile.inputs),
  };
}
