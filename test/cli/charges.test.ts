import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { listAt } from '../../cli/http/json.ts';
import { someClaims } from '../support/a-receipt.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-charges-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

const money = { net: '0.01', tax: '0.0019', amount: '0.0119', currency: 'EUR' };
const chargeOf = (index: number) => ({
  ...{ id: `log.${index}.0`, at: '2026-11-29T12:00:00Z', meter: 'views', subject: '=reader' },
  ...{ quantity: '1', ...money },
});
const captured = (index: number) => ({
  ...chargeOf(index),
  ...{ resource: 'https://news.example/a,b', by: 'x402', status: 'captured' },
  receiptId: `log.${index + 100}.0`,
});
const pages = [
  { charges: [captured(1), { ...chargeOf(2), status: 'released' }], nextCursor: 'more' },
  { charges: Array.from({ length: 9 }, (_, index) => captured(index + 3)) },
];

/** A service with two pages of charges; the receipt of each is its id. */
const answerTo = ({ path, query }: SeenRequest) => {
  const id = path.split('/').at(-1) ?? '';
  if (path.includes('/receipts/')) {
    return { status: 200, json: { receipt: `signed ${id}`, claims: someClaims } };
  }
  return { status: 200, json: pages[query['cursor'] === 'more' ? 1 : 0] };
};

async function run(...args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(['payers', 'charges', 'press', ...args], shell);
  const asked = server.seen.filter(({ path }) => path.includes('/receipts/')).length;
  return { code, printed: printed(), warned: warned(), asked };
}

describe('farthing payers charges', () => {
  it('is a statement with all receipts as CSV, which no spreadsheet runs', async () => {
    const { code, printed, asked } = await run('--csv', '--receipts');

    const [head, first, second, ...others] = printed.split('\r\n');
    expect([code, asked, others.length]).toEqual([0, 10, 10]);
    expect(head).toBe(
      'id,at,status,meter,subject,resource,description,by,quantity,net,tax,amount,currency,receiptId,receipt',
    );
    expect(first).toBe(
      `log.1.0,2026-11-29T12:00:00Z,captured,views,'=reader,"https://news.example/a,b",,x402,1,0.01,0.0019,0.0119,EUR,log.101.0,signed log.101.0`,
    );
    expect(second).toMatch(/^log\.2\.0,.*,released,.*,EUR,,$/);
  });

  it('is one JSON document of all pages, with receipts only where they are wanted', async () => {
    const plain = await run('--json');
    const signed = await run('--json', '--receipts');

    const [bare, whole] = [plain, signed].map(({ printed }) =>
      listAt(JSON.parse(printed), 'charges'),
    );
    expect(bare).toEqual(pages.flatMap(({ charges }) => charges));
    expect(whole?.[0]).toEqual({ ...captured(1), receipt: 'signed log.101.0' });
    expect(whole?.[1]).not.toHaveProperty('receipt');
    expect([plain.asked, signed.asked]).toEqual([0, 10]);
  });

  it('is written to a file, whole or not at all', async () => {
    const { code, warned } = await run('--csv', '-o', 'charges.csv');

    expect([code, warned]).toEqual([0, 'written to charges.csv\n']);
    expect((await readFile(join(directory, 'charges.csv'), 'utf8')).split('\r\n')).toHaveLength(13);
  });

  it.each([[['--receipts']], [['--csv', '--json']], [['-o', 'x']]])(
    'asks which form is meant by %j',
    async (args) => {
      const { code, warned } = await run(...args);

      expect(code).toBe(2);
      expect(warned).toContain('choose one of --csv and --json');
    },
  );

  it('is a table for a person otherwise', async () => {
    const { printed } = await run();

    expect(printed).toMatch(/id +at +status +what +quantity +amount +receipt/);
    expect(printed).toMatch(/captured .*0\.0119 EUR \(0\.01 net\) +log\.101\.0$/m);
    expect(printed).toMatch(/released .*0\.0119 EUR \(0\.01 net\) *$/m);
  });
});
