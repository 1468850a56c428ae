import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-reports-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function run(args: readonly string[], answerTo: (request: SeenRequest) => FakeAnswer) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

const columns = [
  { name: 'rail', holds: 'text' },
  { name: 'received', holds: 'amount' },
  { name: 'note', holds: 'text' },
];
const row = (rail: string, received: string) => ({ rail, received });
const table = (currency: string, rows: readonly object[]) => ({
  ...{ currency, rows, totals: { received: '1230.50' } },
  balances: [
    { account: 'cash:bank', of: 'balance', amount: '1230.00', column: 'received' },
    { account: 'tax', of: 'change', amount: '-1.00', column: 'tax', kinds: ['invoice', 'void'] },
  ],
});
const head = { report: 'cash', from: '2026-01-01', to: '2026-01-31', columns, documents: 3 };

/** Two pages: euros go on in the second. */
const inPages = ({ query }: SeenRequest): FakeAnswer => {
  const isFirst = query['cursor'] === undefined;
  if (query['format'] === 'csv') {
    const headers: Record<string, string> = isFirst ? { 'next-cursor': 'more' } : {};
    headers['content-type'] = 'text/csv';
    return { status: 200, headers, bytes: Buffer.from(isFirst ? 'rail\r\nbank\r\n' : 'card\r\n') };
  }
  const json = isFirst
    ? { ...head, tables: [table('EUR', [row('bank', '1230.00')])], nextCursor: 'more' }
    : { ...head, tables: [table('EUR', [row('c\u001bard', '0.50')]), table('USD', [])] };
  return { status: 200, json };
};
const asked = ['reports', 'cash', '--from', '2026-01', '--to', '2026-01'];

describe('farthing reports', () => {
  it('prints a table a currency, what it comes to, and which accounts it agrees with', async () => {
    const { code, printed } = await run(asked, inPages);

    expect(code).toBe(0);
    expect(printed).toBe(
      [
        'cash: from 2026-01-01, to 2026-01-31',
        '',
        'EUR',
        'rail      received',
        '────────  ────────',
        'bank      1,230.00',
        'c\\x1bard      0.50',
        'total     1,230.50',
        'received agrees with the balance of cash:bank: 1,230.00 EUR',
        'tax agrees with the change of tax by invoice, void: -1.00 EUR',
        '',
        'USD: nothing',
        '',
      ].join('\n'),
    );
  });

  it('makes one JSON document of all pages', async () => {
    const { printed } = await run([...asked, '--json'], inPages);

    expect(JSON.parse(printed)).toEqual({
      ...head,
      tables: [table('EUR', [row('bank', '1230.00'), row('c\u001bard', '0.50')]), table('USD', [])],
    });
  });

  it('writes the CSV of all pages to a file', async () => {
    const { code, warned } = await run([...asked, '--csv', '-o', 'cash.csv'], inPages);

    expect([code, warned]).toEqual([0, 'written to cash.csv\n']);
    expect(await readFile(join(directory, 'cash.csv'), 'utf8')).toBe('rail\r\nbank\r\ncard\r\n');
  });

  it('writes CSV for a spreadsheet as the settings say', async () => {
    const { code, seen } = await run(
      [...asked, '--csv', '--spreadsheet', '-o', 'sheet.csv'],
      ({ path }) =>
        path === '/v1/billing-settings'
          ? { status: 200, json: { csvSeparator: 'semicolon' }, isStranger: true }
          : {
              ...{ status: 200, bytes: Buffer.from('\ufeffrail;received\r\n') },
              headers: { 'content-type': 'text/csv' },
            },
    );

    expect(code).toBe(0);
    expect(seen.at(-1)?.query).toMatchObject({ format: 'csv', separator: 'semicolon' });
    expect(await readFile(join(directory, 'sheet.csv'), 'utf8')).toBe('\ufeffrail;received\r\n');
    expect((await run([...asked, '--spreadsheet'], inPages)).code).toBe(2);
  });

  it('is as of today in the seller’s time zone where no day is named', async () => {
    const { seen } = await run(['reports', 'deferred'], ({ path }) =>
      path === '/v1/billing-settings'
        ? { status: 200, json: { timezone: 'America/Los_Angeles' }, isStranger: true }
        : { status: 200, json: { report: 'deferred', columns: [], tables: [], documents: 0 } },
    );

    // By UTC it is the start of 22 November on the clock of the test.
    expect(seen.at(-1)?.query['asOf']).toBe('2026-11-21');
  });

  it('writes the statement of a customer as PDF to a file', async () => {
    const statement = ['reports', 'customer-statement', '--from', '2026-01', '--to', '2026-02'];
    const asPdf = [...statement, '--customer', 'press', '--pdf'];
    const pdf = (): FakeAnswer => ({
      ...{ status: 200, bytes: Buffer.from('%PDF-1.7') },
      headers: { 'content-type': 'application/pdf', 'content-disposition': 'attachment' },
    });

    const { code, seen } = await run([...asPdf, '-o', 'statement.pdf'], pdf);

    expect(code).toBe(0);
    expect(seen).toMatchObject([
      { path: '/v1/customers/press/statement', query: { from: '2026-01', to: '2026-02' } },
    ]);
    expect(await readFile(join(directory, 'statement.pdf'), 'utf8')).toBe('%PDF-1.7');
    expect((await run([...asked, '--pdf'], inPages)).code).toBe(2);
    expect((await run([...statement, '--pdf'], inPages)).code).toBe(2);
    expect((await run([...asPdf, '--csv'], inPages)).code).toBe(2);
  });

  it('does not print two forms at once, and no table to a file', async () => {
    expect((await run([...asked, '--csv', '--json'], inPages)).code).toBe(2);
    expect((await run([...asked, '-o', 'x'], inPages)).code).toBe(2);
  });
});
