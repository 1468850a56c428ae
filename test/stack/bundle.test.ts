import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Books } from '../../core/books/books.ts';
import type { DocumentContent } from '../../core/contract/invoices/invoice.ts';
import { BlockForms } from '../../core/documents/block-forms.ts';
import { documentPdf } from '../../core/documents/pdf/document-pdf.ts';
import { closePeriods } from '../../core/invoicing/close-periods.ts';
import { dynamoDbBooksCells } from '../../functions/adapters/dynamo-db-books-cells.ts';
import { dynamoDbBooksLog } from '../../functions/adapters/dynamo-db-books-log.ts';
import { s3Forms } from '../../functions/adapters/s3-forms.ts';
import { fonts } from '../../functions/store-documents/fonts.ts';
import { bundleFiles, bundleOf, copyFont } from '../../lib/constructs/bundle.ts';
import { booksLogTable } from '../contract/books-tables.ts';
import { textKeyTable } from '../contract/catalog-table.ts';
import { type DynamoEngine, startDynamo } from '../contract/engines.ts';
import { identity, type S3Engine, startS3 } from '../contract/s3-engine.ts';
import { installedFonts, readInstalledFont } from '../core/documents/font-files.ts';
import { synthesized } from '../e2e/support/synthesized.ts';
import { aClosing, afterJanuary, someTerms } from '../fixtures/invoicing.ts';

interface Assembled {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Metadata?: { readonly 'aws:asset:path'?: string };
        readonly Properties?: { readonly Handler?: string };
      }
    >
  >;
}

/** What other tests start, and what is made anew where there are none: to bundle all functions takes many seconds. */
let assembly = '';
beforeAll(async () => {
  assembly = process.env['E2E_CLOUD_ASSEMBLY'] ?? (await synthesized({}));
});

/** The module of one function of the stack, in the folder that is its asset. */
function moduleOf(name: string): string {
  const file = join(assembly, 'Farthing.template.json');
  const { Resources } = JSON.parse(readFileSync(file, 'utf8')) as Assembled;
  const [, found] = Object.entries(Resources).find(([id]) => id.includes(`${name}Handler`)) ?? [];
  const module = found?.Properties?.Handler?.replace(/\.handler$/, '.mjs');
  return join(assembly, found?.Metadata?.['aws:asset:path'] ?? 'no-asset', module ?? 'no-module');
}

describe('the bundle of a function', () => {
  let bundle = '';
  beforeAll(() => {
    bundle = readFileSync(moduleOf('AggregateUsage'), 'utf8');
  });

  it('is an ES module that exports the handler', () => {
    expect(bundle).toMatch(/export\{[^}]*\bas handler\b[^}]*\}/);
  });

  it('carries all it needs, the AWS SDK too, and imports only what Node.js has', () => {
    const imported = [...bundle.matchAll(/(?<![:"])\bfrom\s*"([^"]+)"/g)].map(
      (found) => found[1] ?? '',
    );
    const foreign = imported.filter(
      (name) => !name.startsWith('./') && !builtinModules.includes(name.replace(/^node:/, '')),
    );

    expect(imported).not.toHaveLength(0);
    expect(foreign).toEqual([]);
  });

  it('does not import `node:http`, which would load what `fetch` is at each cold start', () => {
    const folder = dirname(moduleOf('ServeRails'));
    const code = readdirSync(folder)
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');

    expect(code).toContain('getBuiltinModule("node:http")');
    expect(code).not.toMatch(/\b(?:from|import)\s*\(?"(?:node:)?http"/);
  });

  it('leads stack traces back to our files', () => {
    expect(bundle).toContain('//# sourceMappingURL=aggregate-usage.mjs.map');
  });
});

describe('the bundle of a function that draws documents', () => {
  let module = '';
  let asset = '';
  let dynamo: DynamoEngine;
  let s3: S3Engine;
  beforeAll(async () => {
    module = moduleOf('StoreDocuments');
    asset = dirname(module);
    [dynamo, s3] = await Promise.all([startDynamo(), startS3()]);
  });
  afterAll(() => Promise.all([dynamo.stop(), s3.stop()]));

  it.each(fonts)('has %s beside it, and the licence that goes with it', (path) => {
    const [scope = '', name = ''] = path.split('/');

    expect(readFileSync(join(asset, 'fonts', path)).equals(readInstalledFont(path))).toBe(true);
    expect(readFileSync(join(asset, 'fonts', scope, name, 'LICENSE_FONT'), 'utf8')).toContain(
      'SIL OPEN FONT LICENSE',
    );
  });

  /** As it is deployed, where functions share no modules. */
  function deployed(): string {
    const folder = mkdtempSync(join(tmpdir(), 'farthing-bundle-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const files = bundleFiles('store-documents', true);
    for (const { name, contents } of files) writeFileSync(join(folder, name), contents);
    for (const path of fonts) copyFont(path, join(folder, 'fonts'));
    expect(files.map(({ name }) => name).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    return join(folder, 'index.mjs');
  }

  it.each([
    ['on a local stack', () => module],
    ['in a deployment', deployed],
  ])('%s draws what our sources draw, to the byte, with its own files', async (_, moduleNow) => {
    const tables = await Promise.all([
      dynamo.createTable(booksLogTable),
      dynamo.createTable(textKeyTable),
    ]);
    const bucket = await s3.createBucket();
    const { id, content } = await closedMonth(dynamo, tables);

    const answer = await invoked(moduleNow(), {
      message: { tenant: 'acme', ids: [id] },
      environment: {
        BOOKS_TABLE_NAME: tables[0],
        BOOKS_CELLS_TABLE_NAME: tables[1],
        DOCUMENTS_BUCKET_NAME: bucket,
        LOG_HOST: 'none',
        AWS_ENDPOINT_URL_DYNAMODB: dynamo.origin,
        AWS_ENDPOINT_URL_S3: s3.origin,
      },
    });

    expect(answer).toEqual({ batchItemFailures: [] });
    const kept = new BlockForms(s3Forms(s3.client, bucket), { tenant: 'acme', block: 1 });
    await kept.catchUp();
    const drawn = await kept.read(id, 'pdf');
    const expected = await documentPdf(content, installedFonts);
    expect(Buffer.from(drawn?.bytes ?? []).equals(Buffer.from(expected))).toBe(true);
    expect(await kept.read(id, 'json')).toBeDefined();
  });
});

/** One month of books in DynamoDB, closed by an invoice to a name in four scripts. */
async function closedMonth(
  { client }: DynamoEngine,
  [log, cells]: readonly [string, string],
): Promise<{ readonly id: string; readonly content: DocumentContent }> {
  const clock = { now: () => afterJanuary };
  const books = new Books({
    log: dynamoDbBooksLog(client, log),
    cells: dynamoDbBooksCells(client, cells),
    clock,
  });
  const terms = someTerms({ buyer: { name: 'Ελλάς, Москва, 東京, 서울' } });
  const [outcome] = await closePeriods({ books, clock }, 'acme', [aClosing({ terms })]);
  if (outcome?.status !== 'closed') throw new Error('close the month');
  const { id, content } = outcome.document;
  return { id, content: JSON.parse(content) as DocumentContent };
}

/** What the function answers to a message, in a process that has nothing but its asset. */
async function invoked(
  module: string,
  given: { readonly message: object; readonly environment: Readonly<Record<string, string>> },
): Promise<unknown> {
  const event = { Records: [{ messageId: '1', body: JSON.stringify(given.message) }] };
  const program = `
    const { handler } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await handler(${JSON.stringify(event)}, {})));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    {
      cwd: dirname(module),
      env: {
        AWS_REGION: identity.region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        ...given.environment,
      },
    },
  );
  return JSON.parse(stdout) as unknown;
}

describe('a function without a folder', () => {
  it('is refused with the file that was looked for', () => {
    expect(() => bundleOf('count-sheep')).toThrow(
      /^name a function after its folder in functions\/, got count-sheep without .*handler\.ts$/,
    );
  });
});
