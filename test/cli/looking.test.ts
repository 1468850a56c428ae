import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { aLine, anInvoice } from '../core/documents/a-document.ts';
import { answeredItem, answeredRun, january, listedInvoice, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-looking-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function run(answerTo: (request: SeenRequest) => FakeAnswer, args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}
const answering = (json: unknown) => (): FakeAnswer => ({ status: 200, json });
/** Without the rule and the spaces of a table. */
const rowsOf = (printed: string): string[] =>
  printed
    .split('\n')
    .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '))
    .filter((line) => line !== '' && !line.startsWith('─'));

describe('farthing preview', () => {
  const line = aLine({ id: '1', description: 'Views', quantity: '1200' });
  const { status: _s, ...draft } = anInvoice({ customer: 'press', period: january, lines: [line] });
  const preview = {
    ...draft,
    ...{ number: null, series: null, status: 'draft' },
    ...{ issuedAt: null, issueDate: null, dueAt: null, dueDate: null },
  };
  const args = ['preview', 'press', '--period', '2026-01'];

  it('asks for the current month where none is named, and shows exact amounts and what is carried', async () => {
    const exact = aLine({ description: 'Views', exactAmount: '0.004200001', amount: '0.00' });
    const carried = { ...preview, lines: [exact], carriedIn: '0', carriedOut: '0.004200001' };

    const { printed, seen } = await run(answering(carried), ['preview', 'press']);

    expect(seen).toMatchObject([{ path: '/v1/customers/press/preview', query: {} }]);
    const rows = rowsOf(printed);
    expect(rows.find((row) => row.includes('Views'))).toMatch(/ \| 0[.]004200001 \| 0[.]00$/);
    expect(rows.at(-1)).toBe('carried on | 0.004200001');
  });

  it('shows lines, taxes and the total', async () => {
    const { code, printed, warned, seen } = await run(answering(preview), args);

    expect([code, warned]).toEqual([0, '']);
    expect(seen).toMatchObject([
      { path: '/v1/customers/press/preview', query: { period: '2026-01' } },
    ]);
    const rows = rowsOf(printed);
    expect(rows[0]).toBe('press, 2026-01-01 to 2026-01-31, in EUR');
    expect(rows[2]).toMatch(/^1 \| Views \| 1,200 \| /);
    expect(rows.slice(3)).toEqual([
      `subtotal | ${preview.subtotal}`,
      ...preview.taxes.map(
        ({ rate, category, amount }) => `tax ${rate}% (${category}) | ${amount}`,
      ),
      `total | ${preview.total}`,
    ]);
  });

  it('says on standard error what would keep it from being so', async () => {
    const unbilled = [{ meter: 'views', period: '2026-01', reason: 'no-plan', quantity: '7' }];
    const { warned } = await run(
      answering({
        ...{ ...preview, partial: true, unbilled },
        obstacle: { code: 'out-of-bounds', detail: 'look at the draft' },
      }),
      args,
    );

    expect(warned.split('\n')).toEqual([
      'a meter is new and still counting what the log holds: this is not all yet',
      'a run would set it aside (out-of-bounds): look at the draft',
      'in no invoice (no-plan): 7 views',
      '',
    ]);
  });
});

describe('farthing preview of a month that is closed', () => {
  const carried = aLine({ kind: 'carried-in', description: 'Carried from earlier months' });
  const since = aLine({ kind: 'adjustment', description: 'Adjustment of 2026-01: Views' });
  const invoice = anInvoice({
    customer: 'press',
    ...{ period: january, lines: [aLine({ description: 'Views' })] },
  });
  const closedBy = { id: invoice.id, number: invoice.number };
  const previewed = (...lines: readonly object[]) =>
    run(
      ({ path }) => ({
        status: 200,
        json: path.endsWith('/preview')
          ? { ...invoice, lines, closedBy }
          : { ...invoice, reasons: [], documents: { pdf: 'p', csv: 'c' } },
      }),
      ['preview', 'press', '--period', '2026-01'],
    );

  it('says so, and shows the invoice', async () => {
    const { printed, warned } = await previewed(carried);

    expect(warned).toBe('');
    expect(printed.split('\n')[0]).toBe(`the month is closed by ${invoice.number}`);
    expect(printed).toContain('Views');
    expect(printed).not.toContain('Carried');
  });

  it('shows beside it what came since', async () => {
    const { printed } = await previewed(carried, since);

    expect(printed).toContain('came since, and is in a later invoice:');
    expect(printed).toContain('Adjustment of 2026-01: Views');
  });
});

describe('lines that are called the same', () => {
  it('are told apart by their days, and by what they are of', async () => {
    const days = { ...january, firstDay: '2026-01-01', lastDay: '2026-01-15' };
    const lines = [
      aLine({ description: 'Tokens', dimensions: { model: 'm-large', tier: null } }),
      aLine({ description: 'Tokens', period: days }),
    ];
    const invoice = anInvoice({ customer: 'press', period: january, lines });

    const { printed } = await run(answering(invoice), ['preview', 'press']);

    expect(printed).toContain('Tokens, model m-large, tier without one  ');
    expect(printed).toContain('Tokens, 2026-01-01 to 2026-01-15  ');
  });
});

describe('farthing month', () => {
  it('shows who is closed, open or parked, over all pages, and starts nothing', async () => {
    const parked = { customer: 'radio', status: 'parked', code: 'first-approval', detail: 'look' };
    const closed = { customer: 'press', status: 'closed', id: 'inv_1', number: 'INV-1' };
    const counts = { counts: { closed: 1, parked: 1, open: 0, 'not-ended': 2 } };
    const { printed, warned, seen } = await run(
      ({ query }) => {
        const isFirst = query['cursor'] === undefined;
        const customers = [isFirst ? closed : parked];
        const next = isFirst ? { nextCursor: 'n' } : {};
        return { status: 200, json: answeredRun('2026-01', { customers, ...counts, ...next }) };
      },
      ['month', '--period', '2026-01'],
    );

    expect(rowsOf(printed).slice(1)).toEqual([
      'press | closed | INV-1',
      'radio | parked |  | first-approval'.replace('|  |', '|'),
      '2026-01: 1 customer closed, 1 parked, 0 open, 2 not ended',
    ]);
    expect(warned).toBe('parked: radio: look\n');
    expect(seen.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });
});

describe('farthing accounts', () => {
  it('shows balances, and what was posted to one account', async () => {
    const revenue = { account: 'revenue:views', currency: 'EUR', balance: '-1234.5' };
    const list = await run(answering({ accounts: [revenue] }), ['accounts', '--customer', 'press']);
    const at = '2026-02-03T00:00:00Z';
    const entry = {
      ...{ document: 'inv_1', kind: 'invoice', number: 'INV-1', customer: 'press' },
      ...{ effectiveAt: at, recordedAt: at, currency: 'EUR', amount: '-1234.5' },
      service: '2026-01',
    };
    const entries = await run(answering({ account: 'revenue:views', entries: [entry] }), [
      ...['accounts', 'entries', 'revenue:views'],
    ]);

    expect(list.seen[0]?.query).toEqual({ customer: 'press' });
    expect(rowsOf(list.printed)[1]).toBe('revenue:views | -1,234.5 | EUR');
    expect(entries.seen[0]?.path).toBe('/v1/accounts/revenue%3Aviews/entries');
    expect(rowsOf(entries.printed)[1]).toBe(
      `${at} | invoice | INV-1 | press | -1,234.5 | EUR | 2026-01`,
    );
  });
});

describe('farthing customers archive', () => {
  const customer = answeredItem('/v1/customers/press', { name: 'Press', revision: 3 });

  it('puts the customer as it is, archived, over the revision that it saw', async () => {
    const tenures = [{ subject: 'app', until: '2026-01-01T00:00:00Z' }];
    const billingDays = [{ day: 15, from: '1970-01' }];
    const { code, printed, seen } = await run(answering({ ...customer, tenures, billingDays }), [
      ...['customers', 'archive', 'press', '--from', '2026-02-01'],
    ]);

    expect(code).toBe(0);
    expect(printed).toBe('press: archived; what it used before is still billed\n');
    const [, put] = seen;
    expect(put).toMatchObject({ method: 'PUT', query: { from: '2026-02-01' } });
    expect(JSON.parse(put?.body ?? '')).toEqual({
      ...{ name: 'Press', subjects: ['press'], timezone: 'UTC', metadata: {} },
      ...{ revision: 3, archived: true },
    });
  });

  it('changes nothing of one that is archived', async () => {
    const { code, printed, seen } = await run(answering({ ...customer, archived: true }), [
      ...['customers', 'archive', 'press'],
    ]);

    expect([code, printed]).toEqual([0, 'press: archived before\n']);
    expect(seen).toHaveLength(1);
  });
});

describe('farthing documents', () => {
  it('writes what is not there, and one that is refused stops no other', async () => {
    const invoices = ['INV/1', 'INV-2', 'INV-3'].map((number) => listedInvoice({ number }));
    const draft = listedInvoice({ number: null, status: 'draft' });
    const pdf = { headers: { 'content-type': 'application/pdf' }, bytes: Buffer.from('%PDF-1.3') };
    await writeFile(join(directory, 'INV-3.pdf'), 'of before');

    const { code, printed, warned, seen } = await run(
      ({ path }) => {
        if (path === '/v1/invoices')
          return { status: 200, json: { invoices: [...invoices, draft] } };
        if (path.endsWith('INV-2')) return refused('answer.too-large', 'ask for it as CSV');
        return { status: 200, ...pdf };
      },
      ['documents', '--period', '2026-01', '-o', '.'],
    );

    expect(code).toBe(1);
    expect(printed).toBe('.: 1 document written, 1 there already, 1 failed\n');
    expect(warned).toContain('INV-2: ask for it as CSV');
    expect((await readdir(directory)).toSorted()).toEqual(['INV-3.pdf', 'INV_1.pdf']);
    expect(await readFile(join(directory, 'INV_1.pdf'), 'latin1')).toBe('%PDF-1.3');
    expect(await readFile(join(directory, 'INV-3.pdf'), 'utf8')).toBe('of before');
    expect(seen.filter(({ path }) => path.includes('INV-3'))).toEqual([]);
  });
});
