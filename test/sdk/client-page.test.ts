import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build, stop } from 'esbuild';
import { answeredItem, answeredPayment, listedInvoice, usageHead } from '../cli/support/canned.ts';
import { fakeFarthing } from '../cli/support/fake-farthing.ts';
import type { FakeAnswer, SeenRequest } from '../cli/support/http-server.ts';
import { capturedView, heldView, refusedView } from './support/canned-gate.ts';
import { docExamples } from './support/doc-examples.ts';
import { fromSources } from './support/from-sources.ts';

const run = promisify(execFile);
const bytesMax = 8 * 1024;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farthing-client-'));
});
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the library', () => {
  it('is 8 KB at most for who sends, bundled for a page, minified and as gzip', async () => {
    const contents =
      "import { createSender } from '@farthing/client'; window.createSender = createSender;";

    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      plugins: [fromSources],
      bundle: true,
      minify: true,
      platform: 'browser',
      write: false,
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? '').length;

    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(bytesMax);
  });
});

describe('a gate', () => {
  it('is 13 KB at most with its adapter, bundled, minified and as gzip', async () => {
    const contents =
      "export { createGate } from '@farthing/client/gate'; export { gateHono } from '@farthing/client/hono';";

    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder },
      plugins: [fromSources],
      ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', write: false },
    });
    const bytes = gzipSync(outputFiles[0]?.contents ?? '').length;

    expect(bytes).toBeGreaterThan(1_000);
    expect(bytes).toBeLessThanOrEqual(13 * 1024);
  });
});

/** Asks the site of an example what it may not give away, and prints with which status it answers. */
const hostile = `server.listen(0, '127.0.0.1', async () => {
  const { connect } = await import('node:net');
  const ask = async (method, target, host = 'h') => {
    const socket = connect(server.address().port, '127.0.0.1');
    const head = method + ' ' + target + ' HTTP/1.1\\r\\nHost: ' + host;
    socket.setEncoding('utf8').write(head + '\\r\\nConnection: close\\r\\n\\r\\n');
    const text = (await socket.toArray()).join('');
    return text.includes('the article') ? text : Number(text.slice(9, 12));
  };
  const page = '/articles/1';
  const answers = [];
  for (const method of ['HEAD', 'OPTIONS', 'PROPFIND']) answers.push(await ask(method, page));
  for (const host of ['u@h', 'h:99999', 'a b']) answers.push(await ask('GET', page, host));
  for (const target of ['http://evil' + page, '/' + page, '/ARTICLES/1']) answers.push(await ask('GET', target));
  console.log(JSON.stringify(answers));
  server.close();
  await gate.close();
});`;

describe('docs/client.md', () => {
  const examples = docExamples().filter(({ needs, isOfPage }) => needs.length === 0 && !isOfPage);
  const gateExample = examples.findIndex(({ heading }) => heading === 'Gate');
  const fileOf = (index: number): string => `example-${index}.ts`;

  beforeAll(async () => {
    for (const [index, { code }] of examples.entries()) {
      await writeFile(join(folder, fileOf(index)), code);
    }
    await build({
      entryPoints: examples.map((_, index) => join(folder, fileOf(index))),
      plugins: [fromSources],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outdir: folder,
      outExtension: { '.js': '.mjs' },
    });
  });

  it('has examples that need nothing else', () => {
    expect(examples.map(({ heading }) => heading)).toEqual([
      'Sending',
      'What fails',
      'Over a crash',
      'Lambda',
      'Reading',
      'Reading',
      'Gate',
      'Recording money',
    ]);
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
    '/v1/payments': { status: 200, json: { payments: [answeredPayment] } },
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
  const posted: Readonly<Record<string, FakeAnswer>> = {
    '/v1/payments': { status: 201, json: { id: 'pay_1', isNew: true, payment: answeredPayment } },
    [`/v1/gate/${heldView.id}/capture`]: { status: 200, json: capturedView },
  };
  /** A gate is asked on behalf of who has a token, and of who has none. */
  const postedTo = (path: string, body: string): FakeAnswer | undefined =>
    path === '/v1/gate'
      ? { status: 200, json: body.includes('ftp_') ? heldView : refusedView }
      : posted[path];
  const printed: Readonly<Record<string, RegExp>> = {
    'What fails': /^0 held, 1 dropped: event[.]too-old: /,
    'Over a crash': /^0 stay in the outbox$/m,
    Lambda: /statusCode: 200/,
    Gate: /^402, then 200 private: the article$/m,
    'Recording money': /^recorded as pay_1$/m,
    Reading: /^press: press\ns: 1$|^INV-2026-000001: 2[.]38 EUR$/m,
  };

  it('gives an article away by no address, host or method', async () => {
    const example = await readFile(
      join(folder, fileOf(gateExample).replace('.ts', '.mjs')),
      'utf8',
    );
    await writeFile(
      join(folder, 'hostile.mjs'),
      example.replace(/server[.]listen[\s\S]*$/, hostile),
    );
    await using farthing = await fakeFarthing(({ path, body }: SeenRequest) =>
      postedTo(path, body),
    );

    const { stdout } = await run(process.execPath, ['hostile.mjs'], {
      cwd: folder,
      env: { FARTHING_URL: farthing.url, FARTHING_API_KEY: 'ft_test_key_secret' },
    });

    expect(JSON.parse(stdout)).toEqual([402, 204, 402, 400, 400, 400, 404, 404, 404]);
  });

  it.each(examples.map(({ heading }, index) => [heading, index] as const))(
    'has an example of “%s” that runs',
    async (heading, index) => {
      await using farthing = await fakeFarthing(({ method, path, body }: SeenRequest) =>
        method === 'POST' ? (postedTo(path, body) ?? answers[path]) : answers[path],
      );

      const { stdout, stderr } = await run(process.execPath, [`example-${index}.mjs`], {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          FARTHING_URL: farthing.url,
          FARTHING_API_KEY: 'ft_test_key_secret',
        },
      });

      expect(stderr).toBe('');
      expect(stdout).toMatch(printed[heading] ?? /^$/);
      expect(farthing.seen.length).toBeGreaterThan(0);
    },
  );
});
