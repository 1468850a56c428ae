import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

const item = {
  ...{ invoice: 'inv_1', number: 'INV-1', customer: 'press', amount: '12.34', mandate: 'M-1' },
  endToEndId: 'FE-1',
};
const time = '2026-11-03T00:00:00Z';
const creditor = {
  ...{ name: 'Magazine', identifier: 'DE98ZZZ09999999999', iban: 'DE75512108001245126199' },
  ...{ scheme: 'CORE', noticeDays: 14, retryAfterDays: [], connectedAt: time },
};
const collection = {
  ...{ id: 'inv_1.1', rail: 'sepa', status: 'settled', currency: 'EUR', amount: '12.34' },
  ...{ expiresAt: time, createdAt: time, reference: 'FE-1' },
};
const head = {
  ...{ scheme: 'CORE', createdAt: time, credited: false },
  ...{ id: 'FB-1', status: 'prepared', collectOn: '2026-11-30', count: 1, total: '12.34' },
};
const batch = { ...head, items: [{ ...item, status: 'submitted' }] };

let workingDirectory: string;
beforeAll(async () => {
  workingDirectory = await mkdtemp(join(tmpdir(), 'farthing-sepa-'));
  await writeFile(join(workingDirectory, 'creditor.json'), '{"name":"Magazine"}');
});
afterAll(async () => {
  await rm(workingDirectory, { recursive: true });
});

async function running(args: readonly string[], answer: FakeAnswer) {
  await using server = await httpServer(() => answer);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, workingDirectory });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

const answering = (json: object): FakeAnswer => ({ status: 200, json });

describe('farthing sepa', () => {
  it('sets who collects from a file', async () => {
    const { printed, seen } = await running(['sepa', 'set', 'creditor.json'], answering(creditor));

    expect(seen).toMatchObject([
      { method: 'PUT', path: '/v1/rails/sepa', body: '{"name":"Magazine"}' },
    ]);
    expect(printed).toBe('direct debits are collected by DE98ZZZ09999999999\n');
  });

  it('says of a file that is not there that it cannot be read', async () => {
    const { code, warned } = await running(['sepa', 'set', 'none.json'], answering({}));

    expect([code, warned]).toEqual([2, expect.stringContaining('cannot read none.json (ENOENT)')]);
  });

  it('shows what would be collected, and what not, and why', async () => {
    const left = {
      ...{ invoice: 'inv_2', number: 'INV-2', customer: 'radio', why: 'no-mandate' },
      detail: 'it has no mandate of CORE',
    };
    const { printed, seen } = await running(
      ['sepa', 'propose', '2026-11-30', '--invoice', 'INV-1', 'INV-2', '--due', '2026-12-01'],
      answering({
        ...{
          collectOn: '2026-11-30',
          count: 1,
          total: '12.34',
          items: [{ ...item, retry: 1, retryReason: 'AM04' }],
        },
        ...{ leftOut: [left], more: false },
      }),
    );

    expect(seen[0]?.path).toBe('/v1/rails/sepa/proposal');
    expect(printed).toMatch(/INV-1 +press +12\.34 +M-1 +FE-1 +retry 1 \(AM04\)/);
    expect(printed).toMatch(/INV-2 +radio +it has no mandate of CORE/);
    expect(printed).toContain('1 direct debits, 12.34 EUR, on 2026-11-30\n');
  });

  it('prepares a batch under a key, and says its id', async () => {
    const { printed, seen } = await running(
      ['sepa', 'prepare', '2026-11-30', '--key', 'november', '--invoice', 'INV-1'],
      answering(batch),
    );

    expect(seen[0]?.headers['idempotency-key']).toBe('november');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      collectOn: '2026-11-30',
      invoices: ['INV-1'],
    });
    expect(printed).toContain('FB-1: 1 direct debits, 12.34 EUR, on 2026-11-30\n');
  });

  it('writes the file of a batch as it came', async () => {
    const text = '<Document/>\n';
    const { code } = await running(['sepa', 'file', 'FB-1', '-o', 'b.xml'], {
      ...{ status: 200, bytes: Buffer.from(text) },
      headers: { 'content-type': 'application/xml' },
    });

    expect([code, await readFile(join(workingDirectory, 'b.xml'), 'utf8')]).toEqual([0, text]);
  });

  it('lists batches, and those of which the money has come', async () => {
    const { printed } = await running(
      ['sepa', 'list'],
      answering({ batches: [{ ...head, credited: true }] }),
    );

    expect(printed).toMatch(/FB-1 +prepared +2026-11-30 +1 +12\.34 +credited/);
  });

  it('tells what a bank has said', async () => {
    const told = ['sepa', 'tell', 'settled', 'FE-1', '--reference', 'statement-2'];
    const { printed, seen } = await running(
      [...told, '--on', '2026-12-01', '--amount', '12.34'],
      answering({ collections: [collection], left: 0 }),
    );

    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      ...{ kind: 'settled', of: 'FE-1', bankEntry: 'statement-2', on: '2026-12-01' },
      amount: '12.34',
    });
    expect(printed).toBe('FE-1 is settled\n');
  });

  it.each([
    ['settled', 'FE-1 came back (AM04)\n'],
    ['submitted', 'FE-1 came back (AM04): it waits for the statement by which its money came\n'],
    ['failed', 'FE-1 is failed (AM04): it came back, and no money had come\n'],
  ])('says that money went back, of a collection that is %s', async (status, said) => {
    const back = { ...collection, status, reason: 'AM04', returnedOn: '2026-12-02' };
    const told = ['sepa', 'tell', 'returned', 'FE-1', '--reference', 'statement-3'];
    const { printed, seen } = await running(
      [...told, '--on', '2026-12-02', '--amount', '12.34', '--reason', 'AM04'],
      answering({ collections: [back], left: 0 }),
    );

    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ kind: 'returned', reason: 'AM04' });
    expect(printed).toBe(said);
  });

  it('names the option of a reference that is refused', async () => {
    const { warned } = await running(
      ['sepa', 'tell', 'settled', 'FE-1', '--reference', 'statement 3', '--on', '2026-12-02'],
      refused('request.invalid', 'give visible characters', { param: '/bankEntry' }),
    );

    expect(warned).toContain('option --reference');
  });
});

describe('farthing bank import', () => {
  const entry = (place: number, more: object) => ({
    ...{ place, line: place, account: 'A', state: 'booked', amount: '12.34', currency: 'EUR' },
    ...{ bookedOn: '2026-11-30', isReversal: false, text: '', references: [], ...more },
  });
  const outcome = {
    ...{ kind: 'settled', of: 'FB-1', bankEntry: 'ab', on: '2026-11-30', amount: '12.34' },
  };
  const proposal = {
    ...{ sureness: 'exact', matched: ['reference', 'amount'], why: 'the money came (FB-1)' },
    ...{ invoices: [], candidates: [] },
  };
  const entries = [entry(1, { proposal, outcome }), entry(2, { told: 'FE-1' })];

  it('confirms what a bank says of direct debits, and leaves what it has said before', async () => {
    await writeFile(join(workingDirectory, 'statement.xml'), '<Document/>');
    await using server = await httpServer(({ path }) =>
      answering(
        path === '/v1/bank-statements'
          ? { statements: [], entries }
          : { collections: [collection], left: 0 },
      ),
    );
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, printed } = fakeShell({ environment, workingDirectory });

    const code = await runFarthing(
      ['bank', 'import', 'statement.xml', '--confirm', 'exact'],
      shell,
    );

    expect(code).toBe(0);
    expect(server.seen.map(({ path }) => path)).toEqual([
      '/v1/bank-statements',
      '/v1/rails/sepa/outcomes',
    ]);
    expect(JSON.parse(server.seen[1]?.body ?? '')).toEqual(outcome);
    expect(printed()).toMatch(/ 1 .* booked +the money came \(FB-1\)/);
    expect(printed()).toMatch(/ 2 .* booked before +FE-1/);
    expect(printed()).toContain('2 entries, 1 booked, 1 booked before, 0 exact');
  });
});

describe('farthing mandates', () => {
  it('puts one without the spaces that people write', async () => {
    const put = ['mandates', 'put', 'press', 'M-1', '--name', 'Press', '--signed', '2026-11-02'];
    const { printed, seen } = await running(
      [...put, '--iban', 'DE02 1203 0000 0000 2020 51'],
      answering({
        ...{ reference: 'M-1', customer: 'press', status: 'active', scheme: 'CORE', changes: 0 },
      }),
    );

    expect(seen[0]?.path).toBe('/v1/customers/press/mandates/M-1');
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ iban: 'DE02120300000000202051' });
    expect(printed).toBe('M-1 of press is active\n');
  });
});
