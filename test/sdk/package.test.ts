import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answeredItem, listedInvoice, usageHead } from '../cli/support/canned.ts';
import { fakeFarthing } from '../cli/support/fake-farthing.ts';
import type { FakeAnswer, SeenRequest } from '../cli/support/http-server.ts';
import { docExamples } from './support/doc-examples.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const manifest = JSON.parse(readFileSync(join(root, 'sdk/package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>;
};
const bytesMax = 8 * 1024;

let folder = '';
let packed: readonly string[] = [];

const npm = (...args: readonly string[]) => run('npm', [...args], { cwd: folder });
const write = (name: string, text: string) => writeFile(join(folder, name), text);
const node = (file: string, environment: Record<string, string> = {}) =>
  run(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
  });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farthing-client-'));
  const { stdout } = await run(
    'npm',
    [
      'pack',
      '--workspace',
      'sdk',
      '--pack-destination',
      folder,
      '--json',
      '--foreground-scripts=false',
    ],
    { cwd: root },
  );
  const [{ filename, files }] = JSON.parse(stdout) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  await write('package.json', JSON.stringify({ private: true, type: 'module' }));
  await npm('install', '--offline', '--no-audit', '--no-fund', `./${filename}`);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where each entry is, as it is imported. */
const entries = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json')
  .map((path) => `@farthing/client${path.slice(1)}`);

const names = { '@farthing/client': 'createSender', '@farthing/client/lambda': 'withMetering' };

describe('the package', () => {
  it('has what is built, and needs no other', () => {
    const strange = packed.filter(
      (path) => !/^(dist\/(esm|commonjs)\/.*|package\.json|README\.md|LICENSE)$/.test(path),
    );

    expect(strange).toEqual([]);
    expect(manifest).not.toHaveProperty('dependencies');
  });

  it.each([
    ['ES module', 'all.mjs', 'import'],
    ['CommonJS', 'all.cjs', 'require'],
  ])('is loaded as %s, with every entry', async (_, file, word) => {
    const load = (name: string) =>
      word === 'import' ? `await import('${name}')` : `require('${name}')`;
    const lines = entries.map((name) => `all['${name}'] = Object.keys(${load(name)});`);
    await write(file, `const all = {};\n${lines.join('\n')}\nconsole.log(JSON.stringify(all));\n`);

    const { stdout } = await node(file);
    const loaded = JSON.parse(stdout) as Record<string, string[]>;

    expect(Object.keys(loaded)).toEqual(entries);
    for (const [entry, name] of Object.entries(names)) expect(loaded[entry]).toContain(name);
  });

  it('is 8 KB at most for who sends, bundled for a page, minified and as gzip', async () => {
    await write(
      'page.js',
      "import { createSender } from '@farthing/client';\nwindow.createSender = createSender;\n",
    );

    const bundled = ['page.js', '--bundle', '--minify', '--platform=browser', '--outfile=out.js'];
    await run(join(root, 'node_modules/.bin/esbuild'), bundled, { cwd: folder });
    const bytes = gzipSync(await readFile(join(folder, 'out.js'))).length;

    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(bytesMax);
  });
});

describe('docs/client.md', () => {
  const examples = docExamples().filter(({ needs }) => needs.length === 0);

  it('has examples that need nothing else', () => {
    expect(examples.map(({ heading }) => heading)).toEqual([
      'Sending',
      'What fails',
      'Over a crash',
      'Lambda',
      'Reading',
      'Reading',
    ]);
  });

  it('has types that are right, of examples as strict as can be', async () => {
    for (const [index, { code }] of examples.entries()) await write(`example-${index}.ts`, code);
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const options = ['--noEmit', '--module', 'nodenext', '--target', 'es2022', '--types', 'node'];
    const roots = ['--typeRoots', join(root, 'node_modules/@types')];
    const files = examples.map((_, index) => `example-${index}.ts`);

    const tsc = join(root, 'node_modules/.bin/tsc');
    await run(tsc, [...strict, ...options, ...roots, ...files], { cwd: folder }).catch(
      ({ stdout }: { stdout: string }) => expect(stdout).toBe(''),
    );
  });

  const pdf = Buffer.from('%PDF-1.3');
  const answers: Readonly<Record<string, FakeAnswer>> = {
    '/v1/customers': {
      status: 200,
      json: { customers: [answeredItem('/v1/customers/press', {})] },
    },
    '/v1/usage': {
      status: 200,
      json: {
        ...usageHead,
        rows: [
          { start: usageHead.from, end: usageHead.to, subject: 's', dimensions: {}, value: '1' },
        ],
      },
    },
    '/v1/invoices': { status: 200, json: { invoices: [listedInvoice()] } },
    '/v1/invoices/inv_0001': {
      status: 200,
      bytes: pdf,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment; filename="INV-1.pdf"',
      },
    },
  };
  const printed: Readonly<Record<string, RegExp>> = {
    'What fails': /^0 held, 1 dropped: event[.]too-old: /,
    'Over a crash': /^0 stay in the outbox$/m,
    Lambda: /statusCode: 200/,
    Reading: /^press: press\ns: 1$|^INV-2026-000001: 2[.]38 EUR$/m,
  };

  it.each(examples.map(({ heading }, index) => [heading, index] as const))(
    'has an example of “%s” that runs',
    async (heading, index) => {
      await using farthing = await fakeFarthing(({ path }: SeenRequest) => answers[path]);
      await write(`example-${index}.ts`, examples[index]?.code ?? '');

      const { stdout, stderr } = await node(`example-${index}.ts`, {
        FARTHING_URL: farthing.url,
        FARTHING_API_KEY: 'ft_test_key_secret',
      });

      expect(stderr).toBe('');
      expect(stdout).toMatch(printed[heading] ?? /^$/);
      expect(farthing.seen.length).toBeGreaterThan(0);
    },
  );
});
