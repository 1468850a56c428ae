import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer, type SeenRequest } from './support/http-server.ts';

const note = 'billing.example/v1/logs/acme/2026\n1\nAAAA\n\n— x y\n';
const opened = { salt: Buffer.alloc(32).toString('base64'), text: '{"seq":1,"index":0}' };
const extra = Buffer.from(JSON.stringify(opened)).toString('base64');
const proof = `c2sp.org/tlog-proof@v1\nextra ${extra}\nindex 0\n\n${note}`;

const kept = [
  { day: '2026-11-28', size: 1, digest: 'ab'.repeat(32) },
  { day: '2026-11-30', size: 3, digest: 'cd'.repeat(32) },
];
const text = { headers: { 'content-type': 'text/plain; charset=utf-8' } };

function answerTo({ path }: SeenRequest) {
  if (path.endsWith('/proof')) return { status: 200, bytes: Buffer.from(proof), ...text };
  if (path.includes('/tile/')) {
    const headers = { 'content-type': 'application/octet-stream' };
    return { status: 200, bytes: Buffer.from([0, 255]), headers };
  }
  if (path.endsWith('/days')) return { status: 200, json: { days: kept } };
  if (path.endsWith('/consistency'))
    return { status: 200, json: { from: 1, to: 3, hashes: ['aGFzaA==', 'b3RoZXI='] } };
  return { status: 200, bytes: Buffer.from(note), ...text };
}

async function run(...args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  const asked = server.seen.map(({ path, query }) => [path, query]);
  return { code, printed: printed(), warned: warned(), asked };
}

describe('farthing log', () => {
  it('prints the checkpoint and the key as they are', async () => {
    const { code, printed, asked } = await run('log', 'checkpoint', 'a b', '2026');

    expect([code, printed]).toEqual([0, note]);
    expect(asked).toEqual([['/v1/logs/a%20b/2026/checkpoint', {}]]);
    expect((await run('log', 'key', 'acme', '2026')).asked).toEqual([
      ['/v1/logs/acme/2026/key', {}],
    ]);
  });

  it('asks for a tile by its path, and for nothing else', async () => {
    const { asked } = await run('log', 'tile', 'acme', '2026', 'tile/0/x001/234.p/5');
    const { code, warned, asked: none } = await run('log', 'tile', 'acme', '2026', '../key');

    expect(asked).toEqual([['/v1/logs/acme/2026/tile/0/x001/234.p/5', {}]]);
    expect([code, none]).toEqual([2, []]);
    expect(warned).toContain('give the path of a tile, such as tile/0/000, got ../key');
  });
});

describe('farthing proofs keys', () => {
  const directory = (seconds: number) => ({
    'issuer-request-uri': '/v1/payers/{payer}/private-passes',
    'token-keys': [{ 'token-type': 2, 'token-key': 'MIIB', 'not-before': seconds }],
  });
  const keyId = createHash('sha256').update(Buffer.from('MIIB', 'base64url')).digest('base64url');
  const december = Date.UTC(2026, 11, 1) / 1000;

  /** What the command does where the logs of some years have the key. */
  async function proven(...years: readonly string[]) {
    await using server = await httpServer(({ path }) => {
      if (path.startsWith('/.well-known')) return { status: 200, json: directory(december) };
      if (years.some((year) => path.includes(`/${year}/`)))
        return { status: 200, bytes: Buffer.from(proof), ...text };
      return refused('proof.not-yet', 'not yet');
    });
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, printed, warned } = fakeShell({ environment });
    const code = await runFarthing(['proofs', 'keys', 'acme'], shell);
    const asked = server.seen.map(({ path }) => path).slice(1);
    return { code, printed: printed(), warned: warned(), asked };
  }

  it('asks for the proof of each key of the directory, in the log of its year or of the next', async () => {
    const { code, printed, asked } = await proven('2027');

    expect([code, JSON.parse(printed)]).toEqual([0, { proofs: [proof], unproven: [] }]);
    expect(asked).toEqual([
      `/v1/logs/acme/2026/token-keys/${keyId}`,
      `/v1/logs/acme/2027/token-keys/${keyId}`,
    ]);
  });

  it('says of how many there is none, and ends with another code', async () => {
    const { code, printed, warned } = await proven();

    expect([code, JSON.parse(printed)]).toEqual([3, { proofs: [], unproven: [keyId] }]);
    expect(warned).toContain('1 key not in a log of acme');
  });
});

describe('farthing proofs customer', () => {
  const issued = { id: 'inv_1', number: 'INV-1', status: 'issued' };
  const log = 'billing.example/v1/logs/acme/2026';
  const proven = `c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\n${log}\n1\nAAAA\n\n— x y\n`;
  const json = (body: object) => ({ status: 200, json: body, isStranger: true });

  /** What is in the folder afterwards. */
  async function kept(invoices: readonly object[]) {
    const directory = await mkdtemp(join(tmpdir(), 'farthing-proofs-'));
    try {
      await using server = await httpServer(({ path }) => {
        if (path === '/v1/invoices') return json({ invoices });
        if (/^\/v1\/invoices\/INV-\d$/.test(path)) return json(issued);
        if (path === '/v1/invoices/INV-1/proof')
          return { status: 200, bytes: Buffer.from(proven), ...text };
        if (path.endsWith('/key')) return { status: 200, bytes: Buffer.from('a key\n'), ...text };
        return refused('proof.not-yet', 'not yet');
      });
      const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
      const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
      const code = await runFarthing(['proofs', 'customer', 'ada', '-o', 'bills'], shell);
      const folder = join(directory, 'bills');
      const names = await readdir(folder).catch(() => []);
      const files = new Map<string, string>();
      for (const name of names) files.set(name, await readFile(join(folder, name), 'utf8'));
      return { code, printed: printed(), warned: warned(), files, asked: server.seen };
    } finally {
      await rm(directory, { recursive: true });
    }
  }

  it('writes each issued document with its proof, and the keys of their logs, into a folder', async () => {
    const { code, printed, files, asked } = await kept([
      issued,
      { id: 'inv_2', number: null, status: 'draft' },
    ]);

    expect([code, printed]).toEqual([
      0,
      'bills: 1 document with proofs. Check them: node verify/verify.mjs bills\n',
    ]);
    expect([...files.keys()].toSorted()).toEqual(['INV-1.json', 'INV-1.proof.txt', 'log.keys']);
    expect([files.get('INV-1.proof.txt'), files.get('log.keys')]).toEqual([proven, 'a key\n']);
    expect(asked[0]?.query).toMatchObject({ customer: 'ada' });
    expect(asked.map(({ path }) => path)).toContain('/v1/logs/acme/2026/key');
  });

  it('says what has no proof yet, and ends with 1; and that nothing was issued', async () => {
    const lacking = await kept([issued, { id: 'inv_3', number: 'INV-3', status: 'issued' }]);
    const none = await kept([]);

    expect(lacking.code).toBe(1);
    expect(lacking.warned).toContain('INV-3: not yet');
    expect([none.code, none.warned]).toEqual([
      1,
      expect.stringContaining('nothing is issued to ada'),
    ]);
  });
});

describe('farthing log days', () => {
  it('prints of which days there is a checkpoint, and what is to be put on a chain', async () => {
    const { code, printed, asked } = await run('log', 'days', 'acme', '2026');

    expect(code).toBe(0);
    expect(printed).toContain(`2026-11-30        3  0x${'cd'.repeat(32)}\n`);
    expect(asked).toEqual([['/v1/logs/acme/2026/days', {}]]);
  });

  it('keeps them in a folder, with what ties all checkpoints there, and asks for none twice', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'farthing-days-'));
    const log = 'billing.example/v1/logs/acme/2026';
    const noteOf = (size: number) => `${log}\n${size}\nAAAA\n\n— x y\n`;
    try {
      await writeFile(join(folder, 'INV-1.proof.txt'), `c2sp.org/tlog-proof@v1\n\n${noteOf(2)}`);
      // As a command leaves it that was cut off.
      await writeFile(join(folder, '2026-11-28.checkpoint.part'), log);
      await using server = await httpServer(({ path, query }) => {
        if (path.endsWith('/days')) return { status: 200, json: { days: kept }, isStranger: true };
        if (path.endsWith('/key'))
          return { status: 200, bytes: Buffer.from(`${log}+00000000+AQ\n`), ...text };
        if (path.endsWith('/consistency'))
          return { status: 200, json: { ...query, hashes: [] }, isStranger: true };
        const size = path.endsWith('2026-11-28') ? 1 : 3;
        return { status: 200, bytes: Buffer.from(noteOf(size)), ...text };
      });
      const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
      const { shell, printed } = fakeShell({ environment, workingDirectory: folder });
      const keep = () => runFarthing(['log', 'days', 'acme', '2026', '-o', '.'], shell);

      const codes = [await keep(), server.seen.length, await keep(), server.seen.length];

      expect(codes).toEqual([0, 6, 0, 8]);
      expect(printed()).toBe('.: 2 days, 2 of them new\n.: 2 days, 0 of them new\n');
      expect((await readdir(folder)).toSorted()).toEqual([
        ...['2026-11-28.checkpoint', '2026-11-30.checkpoint'],
        ...['2026.1-2.consistency.json', '2026.2-3.consistency.json', '2026.key'],
        'INV-1.proof.txt',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('farthing log anchor', () => {
  const signedText = note.slice(0, note.indexOf('\n\n') + 1);
  const digest = createHash('sha256').update(signedText).digest('hex');

  it('prints the digest of what is signed as call data, alone or behind other', async () => {
    const alone = await run('log', 'anchor', 'acme', '2026');
    const behind = await run('log', 'anchor', 'acme', '2026', '--after', '0xac96bc2b');
    const wrong = await run('log', 'anchor', 'acme', '2026', '--after', 'ac96bc2');

    expect([alone.printed, behind.printed]).toEqual([`0x${digest}\n`, `0xac96bc2b${digest}\n`]);
    expect([wrong.code, wrong.asked]).toEqual([2, []]);
  });

  it('is of a day where one is named, as is the checkpoint', async () => {
    const path = '/v1/logs/acme/2026/days/2026-11-30';
    const { printed, asked } = await run('log', 'anchor', 'acme', '2026', '--day', '2026-11-30');
    const checkpoint = await run('log', 'checkpoint', 'acme', '2026', '--day', '2026-11-30');

    expect([printed, asked]).toEqual([`0x${digest}\n`, [[path, {}]]]);
    expect([checkpoint.printed, checkpoint.asked]).toEqual([note, [[path, {}]]]);
  });

  it('prints the very text whose digest it is, for OpenTimestamps', async () => {
    expect((await run('log', 'anchor', 'acme', '2026', '-o', '-')).printed).toBe(signedText);
  });
});

describe('farthing proofs', () => {
  it('prints a proof to hand on', async () => {
    const { code, printed, asked } = await run('proofs', 'get', 'INV 1');

    expect([code, printed]).toEqual([0, proof]);
    expect(asked).toEqual([['/v1/invoices/INV%201/proof', {}]]);
  });

  it('says as JSON what the entry opens to, and the entry', async () => {
    const { printed } = await run('--json', 'proofs', 'get', 'INV-1');

    const entry = createHash('sha256').update(Buffer.alloc(32)).update(opened.text);
    expect(JSON.parse(printed)).toEqual({
      proof,
      opened: { entry: entry.digest('base64'), seq: 1, index: 0 },
    });
  });

  it('prints that a log only grew', async () => {
    const { printed, asked } = await run('proofs', 'consistency', 'acme', '2026', '--from', '1');

    expect(printed).toBe('from 1 to 3 entries\naGFzaA==\nb3RoZXI=\n');
    expect(asked).toEqual([['/v1/logs/acme/2026/consistency', { from: '1' }]]);
  });
});
