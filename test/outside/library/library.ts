import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exampleTexts } from '../../../reference/examples/examples.ts';
import { docExamples } from '../../sdk/support/doc-examples.ts';
import { printedBy, tool } from '../tool.ts';
import { receiver } from './receiver.ts';

const outside = join(import.meta.dirname, '..');
const root = join(outside, '../..');
const generated = join(outside, 'generated');
const run = promisify(execFile);

/** All that is packed. */
const packedFiles = /^(?:dist\/(?:esm|commonjs)\/.*|package[.]json|README[.]md|LICENSE)$/;

/** Packs the client library, and installs it here as a stranger does. Throws where more is packed than is built. */
export async function installLibrary(): Promise<string> {
  await mkdir(generated, { recursive: true });
  const pack = ['pack', '--workspace', 'sdk', '--pack-destination', generated, '--json'];
  const { stdout } = await run('npm', pack, { cwd: root });
  const [{ filename, files }] = JSON.parse(stdout) as [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  const strange = files.filter(({ path }) => !packedFiles.test(path));
  if (strange.length > 0) throw new Error(`it packs ${JSON.stringify(strange)}`);
  const tarball = join(generated, filename);
  await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', tarball], { cwd: outside });
  return tarball;
}

/** What linters of packages say; they end with what is wrong. */
export async function lintPackage(tarball: string): Promise<void> {
  await tool('node_modules/publint/src/cli.js', '--strict', tarball);
  await tool('node_modules/@arethetypeswrong/cli/dist/index.js', tarball, '--format', 'ascii');
}

/**
 * Writes all examples, those of the reference too, to be checked with what else is generated. Answers those that need a
 * framework.
 */
export async function writeExamples(): Promise<readonly string[]> {
  const examples = docExamples().map(({ heading, code, needs }, index) => ({
    file: `example-${index}-${heading.toLowerCase().replaceAll(' ', '-')}.ts`,
    code,
    needs,
  }));
  for (const { file, code } of examples) await writeFile(join(generated, file), code);
  for (const [index, { typescript }] of [...exampleTexts.values()].entries()) {
    // Some import nothing: to the compiler each is a module by this.
    const code = `${typescript}\nexport {};\n`;
    await writeFile(join(generated, `reference-${index}.ts`), code);
  }
  return examples.filter(({ needs }) => needs.length > 0).map(({ file }) => file);
}

/** What did not track, of the examples. */
export async function runExamples(files: readonly string[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const file of files) {
    const service = await receiver();
    const environment = { FARTHING_URL: service.url, FARTHING_API_KEY: 'ft_test_key_secret' };
    await run(process.execPath, [join(generated, file)], {
      env: { ...process.env, ...environment },
    });
    service.close();
    const [event = ''] = service.counted.values();
    if (service.counted.size !== 1 || !event.includes('reader-7')) {
      faults.push(`${file} tracked ${service.counted.size} events: ${event}`);
    }
  }
  return faults;
}

/** Engines that are here: how each is started. */
export const engines: Readonly<Record<string, readonly string[]>> = {
  'this Node.js': [process.execPath],
  'Node.js 20': [join(outside, 'node_modules/node-20/bin/node')],
  'Node.js 26': [join(outside, 'node_modules/node-26/bin/node')],
  Deno: [join(outside, 'node_modules/@deno/linux-x64-glibc/deno'), 'run', '--allow-all'],
  Bun: [join(outside, 'node_modules/@oven/bun-linux-x64/bin/bun')],
};

/** What went wrong on any of them. */
export async function onEveryEngine(): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [name, [command = '', ...args]] of Object.entries(engines)) {
    if (!existsSync(command)) {
      console.log(`${name} is not here`);
      continue;
    }
    const folder = await mkdtemp(join(tmpdir(), 'farthing-engine-'));
    const service = await receiver();
    const program = [
      join(outside, 'client/send-and-count.mjs'),
      join(folder, 'outbox'),
      service.url,
    ];
    const ended = await run(command, [...args, ...program], { timeout: 60_000 }).catch(
      (error: { readonly stderr?: string }) => ({ stdout: `failed: ${error.stderr}` }),
    );
    service.close();
    await rm(folder, { recursive: true, force: true });
    const version = spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
    console.log(`${name} (${version}): ${service.counted.size} events counted once`);
    if (!ended.stdout.includes('sent')) faults.push(`${name}: ${ended.stdout}`);
    if (service.counted.size !== 500 || service.conflicts.length > 0) {
      faults.push(`${name}: ${service.counted.size} of 500 events counted`);
    }
  }
  return faults;
}

/** What went wrong in a page, with the modules as they are packed and with a bundle of them. */
export async function inPage(): Promise<readonly string[]> {
  await writeFile(
    join(generated, 'page.js'),
    "import { createSender } from '@farthing/client';\nglobalThis.createSender = createSender;\n",
  );
  const bundle = join(generated, 'bundle.js');
  const options = ['--bundle', '--minify', '--platform=browser', '--format=iife'];
  await run(join(root, 'node_modules/.bin/esbuild'), [
    join(generated, 'page.js'),
    ...options,
    `--outfile=${bundle}`,
  ]);
  const printed = await printedBy('browser/send-from-page.ts', bundle);
  const pages = JSON.parse(printed) as readonly {
    readonly page: string;
    readonly counted: number;
  }[];
  for (const { page, counted } of pages) console.log(`page with ${page}: ${counted} events`);
  return pages
    .filter(({ counted }) => counted !== 150)
    .map(({ page, counted }) => `a page with ${page} had ${counted} of 150 events counted`);
}
