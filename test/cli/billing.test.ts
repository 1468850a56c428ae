import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { anInvoice } from '../core/documents/a-document.ts';
import { answeredInvoice, answeredRun, january, listedInvoice, refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-billing-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

async function run(
  answerTo: (request: SeenRequest) => FakeAnswer,
  args: readonly string[],
  terminal: { readonly isOutTerminal?: boolean } = {},
) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({
    environment,
    workingDirectory: directory,
    ...terminal,
  });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

/** Where the run stands when somebody has looked so often since it was started. */
function standing(looks: number, waits: boolean): Readonly<Record<string, unknown>> {
  const closed = !waits && looks > 1 ? 1 : 0;
  const open = waits ? 2 : 1 - closed;
  const waitingFor = [{ code: 'unreconciled', detail: 'hour 2026-01-14T10 differs' }];
  return answeredRun('2026-01', {
    status: open === 0 ? 'done' : 'open',
    ...(looks > 1 ? { checkedAt: '2026-02-03T00:00:00Z' } : {}),
    ...(waits ? { status: 'waiting', waitingFor } : {}),
    counts: { closed, parked: 1, open },
    customers: [{ customer: 'radio', status: 'parked', detail: 'ten times the last' }],
    unassigned: ['a', 'b', 'c', 'd', 'e'],
  });
}

/**
 * A month of two customers, one of them parked; the other is closed by the second look, unless a check makes the run
 * wait.
 */
function months(waits = false) {
  let looks = 0;
  return ({ method, path }: SeenRequest): FakeAnswer => {
    if (method === 'POST') {
      looks = 0;
      return { status: 202, json: { period: '2026-01', status: 'started' } };
    }
    if (path === '/v1/invoices') return { status: 200, json: { invoices: [listedInvoice()] } };
    looks += 1;
    return { status: 200, json: standing(looks, waits) };
  };
}

describe('farthing bill', () => {
  it('starts the run, waits until nothing is open, and shows the invoices and what waits', async () => {
    const { code, printed, warned, seen } = await run(months(), ['bill', '--period', '2026-01']);

    expect(code).toBe(0);
    expect(seen.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      '{"period":"2026-01"}',
    ]);
    const start = seen.find(({ method }) => method === 'POST');
    expect(start?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(printed).toContain('INV-2026-000001  press');
    expect(printed).toMatch(/status +open +due on\n[^\n]*\n[^\n]* issued +2\.38 +2026-02-16/);
    expect(printed).toContain('2026-01: 1 customer closed, 1 parked, 0 open');
    expect(warned).toContain('parked: radio: ten times the last');
    expect(warned).toContain('nobody pays for a, b, c and 2 more');
  });

  it('says which check makes the run wait, and fails', async () => {
    const { code, warned } = await run(months(true), ['bill', '--period', '2026-01']);

    expect(code).toBe(1);
    expect(warned).toContain('waiting: hour 2026-01-14T10 differs');
  });

  it('tried dry, shows the drafts of all pages', async () => {
    const pages = ({ body }: SeenRequest): FakeAnswer => {
      const waitingFor = [
        { code: 'quarantine-open' as const, detail: 'retry what is in quarantine' },
      ];
      const months = [
        { period: '2025-12', customers: 2, waitingFor },
        { period: '2026-01', customers: 2, waitingFor: [] },
      ];
      const page = { period: '2026-01', skipped: [], months, unassigned: ['stranger'] };
      const detail = 'give the customer an address';
      const parked = { code: 'missing-on-invoice', detail, fingerprint: 'f'.repeat(64) };
      const draft = anInvoice({ number: null, customer: 'press', period: january });
      return body.includes('cursor')
        ? { status: 200, json: { ...page, drafts: [{ ...draft, customer: 'second', parked }] } }
        : { status: 200, json: { ...page, drafts: [draft], nextCursor: 'n' } };
    };

    const asked = ['bill', '--period', '2026-01', '--dry-run'];
    const { printed, seen, warned } = await run(pages, asked);

    expect(printed).toMatch(/invoice +press[\s\S]*invoice +second .*missing-on-invoice/);
    expect(printed).not.toContain('status');
    expect(warned).toContain('second would wait: give the customer an address');
    expect(warned).toContain('farthing customers apply <file>');
    expect(warned).toContain('2025-12 would be closed, too: 2 customers');
    expect(warned).toContain('2025-12 waits: retry what is in quarantine');
    expect(warned).toContain('unassigned: stranger');
    expect(seen.every(({ body }) => body.includes('"dryRun":true'))).toBe(true);
  });
});

describe('farthing bill --dry-run of a month that is closed', () => {
  it('says that nobody is left to bill', async () => {
    const { code, printed } = await run(
      () => ({
        status: 200,
        json: { period: '2026-01', drafts: [], skipped: [], months: [], unassigned: [] },
      }),
      ['bill', '--period', '2026-01', '--dry-run'],
    );

    expect([code, printed]).toEqual([
      0,
      '2026-01: nobody is left to bill; see `farthing invoices --period 2026-01`\n',
    ]);
  });
});

describe('farthing invoice', () => {
  it('writes the document in the form that was asked for', async () => {
    const answer = ({ headers }: SeenRequest): FakeAnswer =>
      headers.accept === 'application/xml'
        ? {
            status: 200,
            headers: { 'content-type': 'application/xml' },
            bytes: Buffer.from('<Invoice>INV-1</Invoice>'),
          }
        : { status: 200, json: answeredInvoice('INV-1') };

    const { code, seen } = await run(answer, [
      'invoice',
      'INV-1',
      '--format',
      'ubl',
      '-o',
      'a.xml',
    ]);

    expect(code).toBe(0);
    expect(seen[0]?.path).toBe('/v1/invoices/INV-1');
    expect(seen[0]?.headers['accept']).toBe('application/xml');
    expect(await readFile(join(directory, 'a.xml'), 'utf8')).toBe('<Invoice>INV-1</Invoice>');
  });
});

describe('farthing invoice as CSV', () => {
  it('keeps the byte order mark by which spreadsheets know it, in a file and in a pipe', async () => {
    const bytes = Buffer.from('\ufefftype,number\r\ninvoice,INV-1\r\n');
    const csv = (): FakeAnswer => ({ status: 200, headers: { 'content-type': 'text/csv' }, bytes });
    const asCsv = ['invoice', 'INV-1', '--format', 'csv'];

    await run(csv, [...asCsv, '-o', 'a.csv']);
    const piped = await run(csv, asCsv);

    expect(await readFile(join(directory, 'a.csv'))).toEqual(bytes);
    expect(Buffer.from(piped.printed, 'latin1')).toEqual(bytes);
  });
});

describe('farthing invoice as a PDF', () => {
  const bytes = Buffer.from([0x25, 0x50, 0x44, 0x46, 0xff, 0xfe, 0x00]);
  const pdf = ({ headers }: SeenRequest): FakeAnswer =>
    headers.accept === 'application/pdf'
      ? { status: 200, headers: { 'content-type': 'application/pdf' }, bytes }
      : refused('request.not-acceptable', 'ask for application/pdf');
  const asPdf = ['invoice', 'INV-1', '--format', 'pdf'];

  it('is written byte for byte, to a file or a pipe', async () => {
    const file = await run(pdf, [...asPdf, '-o', 'a.pdf'], { isOutTerminal: true });
    const piped = await run(pdf, asPdf);

    expect([file.code, piped.code]).toEqual([0, 0]);
    expect(await readFile(join(directory, 'a.pdf'))).toEqual(bytes);
    expect(Buffer.from(piped.printed, 'latin1')).toEqual(bytes);
  });

  it('is not written to a terminal', async () => {
    const { code, printed, warned, seen } = await run(pdf, asPdf, { isOutTerminal: true });

    expect([code, printed, seen]).toEqual([2, '', []]);
    expect(warned).toContain('add -o INV-1.pdf');
  });
});

describe('farthing invoice --stamp', () => {
  it('asks for a copy of a void invoice that says so, as PDF alone', async () => {
    const stamped = ['invoice', 'INV-1', '--stamp', '-o', 'void.pdf'];
    const pdf = () => ({
      ...{ status: 200, bytes: Buffer.from('%PDF-') },
      headers: { 'content-type': 'application/pdf' },
    });

    const { code, seen } = await run(pdf, [...stamped, '--format', 'pdf']);

    expect([code, seen[0]?.query]).toEqual([0, { format: 'pdf', stamp: 'void' }]);
    expect((await run(pdf, stamped)).code).toBe(2);
  });
});

describe('farthing books check', () => {
  const checking = (faults: readonly object[]) => () =>
    run(() => ({ status: 200, json: { blocks: 1, documents: 1, faults } }), ['books', 'check']);

  it('ends with 0 when everything holds', async () => {
    const { code, printed } = await checking([])();

    expect([code, printed]).toEqual([
      0,
      '1 document: everything balances, and no number is missing\n',
    ]);
  });

  it('ends with 3 when anything does not, and says what', async () => {
    const fault = { code: 'numbering-gap', detail: 'INV-3 follows number 1' };
    const { code, printed } = await checking([fault])();

    expect(code).toBe(3);
    expect(printed).toContain('numbering-gap: INV-3 follows number 1');
  });
});
