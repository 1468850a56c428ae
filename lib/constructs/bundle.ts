import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage, type ILocalBundling } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/**
 * The code of one folder of functions/ and all it imports, as one ES module.
 * Calls esbuild directly: CDK's own NodejsFunction starts npx for every function and falls back to Docker.
 */
export function bundleOf(folder: string): Code {
  const path = join(root, 'functions', folder);
  const entry = join(path, 'handler.ts');
  if (!existsSync(entry)) {
    throw new Error(
      `name a function after its folder in functions/, got ${folder} without ${entry}`,
    );
  }
  return Code.fromAsset(path, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: neverPulled, local: esbuild(entry) },
  });
}

/** CDK wants an image named even where nothing is ever built in one. */
const neverPulled = DockerImage.fromRegistry('scratch');

const esbuild = (entry: string): ILocalBundling => ({
  tryBundle(outputFolder) {
    buildSync({
      entryPoints: [entry],
      outfile: join(outputFolder, 'index.mjs'),
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
    return true;
  },
});
