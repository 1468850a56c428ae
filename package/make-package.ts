import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fonts } from '../functions/serve-front/fonts.ts';
import { bundleFiles, copyFont, functionFolders } from '../lib/constructs/bundle.ts';
import { putPages } from '../lib/constructs/pages.ts';
import packageJson from '../package.json' with { type: 'json' };
import { noticesOf } from './notices.ts';

const root = join(import.meta.dirname, '..');
const { version, license, dependencies } = packageJson;

/** What whoever installs the construct gets: it needs the CDK of its app, and nothing else. */
const manifest = {
  name: '@farthing/cdk',
  version,
  description: 'Farthing for your own CDK app: usage metering and micro-billing as one construct.',
  license,
  type: 'module',
  // From 20.19 on, a CommonJS app may require an ES module.
  engines: { node: '>=20.19' },
  main: './lib/index.js',
  types: './lib/index.d.ts',
  exports: { '.': { types: './lib/index.d.ts', default: './lib/index.js' } },
  peerDependencies: {
    'aws-cdk-lib': `^${dependencies['aws-cdk-lib']}`,
    constructs: `^${dependencies.constructs}`,
  },
};

/**
 * Makes the package of the construct in an empty `folder`, as `npm pack` takes it: the stack’s own code as JavaScript
 * with its types, each function as it is deployed, the fonts that some of them read, and the console and the reference
 * as they are served. Throws where it does not compile.
 */
export function makePackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  compileInto(folder);
  for (const name of functionFolders()) {
    const target = join(folder, 'functions', name);
    mkdirSync(target, { recursive: true });
    for (const file of bundleFiles(name)) writeFileSync(join(target, file.name), file.contents);
  }
  for (const path of fonts) copyFont(path, join(folder, 'fonts'));
  const pagesMadeOf = putPages(join(folder, 'pages'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesOf(root, pagesMadeOf));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'docs', 'runbook.md'), join(folder, 'docs', 'runbook.md'));
  cpSync(join(import.meta.dirname, 'README.md'), join(folder, 'README.md'));
}

function compileInto(folder: string): void {
  const compiler = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const parameters = ['--project', join(import.meta.dirname, 'tsconfig.json'), '--outDir', folder];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...parameters], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the construct does not compile:\n${stdout}`);
  for (const file of globSync('**/*.d.ts', { cwd: folder })) nameJavaScript(join(folder, file));
}

/** The compiler names our own files anew in JavaScript alone; older ones find no `.ts` that is not there. */
function nameJavaScript(file: string): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replaceAll(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
}
