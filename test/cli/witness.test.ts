import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { openWitness } from '../../cli/witness/witness-folder.ts';
import { httpAnswer, witnessServer } from '../../cli/witness/witness-server.ts';
import { addCheckpointText } from '../../core/tlog/add-checkpoint.ts';
import { noteFrom, signatureBy, verifierKeyFrom, verifierKeyText } from '../../core/tlog/note.ts';
import { someLog } from '../support/some-log.ts';
import { there } from '../support/there.ts';
import { fakeShell } from './support/fake-shell.ts';

const root = resolve(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'farthing-witness-'));
const log = someLog('log.example/1');
const forked = someLog('log.example/1', { forkedAt: 2 });
const logKey = verifierKeyText(log.key);

afterAll(() => rmSync(directory, { recursive: true }));

async function run(...args: string[]) {
  const { shell, printed, warned } = fakeShell({ workingDirectory: directory });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned() };
}

const post = async (url: string, body: string) => {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  const type = answer.headers.get('content-type');
  return { status: answer.status, type, text: await answer.text() };
};

describe('farthing witness init', () => {
  it('prints the key of a cosigner, keeps its secret from others, and makes none twice', async () => {
    const { code, printed } = await run('witness', 'init', 'witness.example/w1', '--folder', 'a');
    const again = await run('witness', 'init', 'witness.example/w1', '--folder', 'a');

    expect([code, verifierKeyFrom(printed.trim())]).toMatchObject([
      0,
      { name: 'witness.example/w1', algorithm: 'cosignature' },
    ]);
    expect(statSync(join(directory, 'a/key.pem')).mode & 0o077).toBe(0);
    expect([again.code, again.warned]).toEqual([
      1,
      expect.stringContaining('has a witness already'),
    ]);
  });

  it('refuses names that no signature could have', async () => {
    const { code, warned } = await run('witness', 'init', 'a b', '--folder', 'b');

    expect([code, warned]).toEqual([2, expect.stringContaining('a name without spaces')]);
  });
});

describe('A witness in a folder', () => {
  const made = async (folder: string): Promise<string> => {
    await run('witness', 'init', 'witness.example/w1', '--folder', folder);
    return join(directory, folder);
  };

  it('remembers what it has put, over whatever was being written when it died', async () => {
    const folder = await made('remembers');
    const kept = { origin: 'log.example/1', revision: 1, size: 3, root: log.rootOf(3), note: 'x' };

    expect(await (await openWitness(folder)).witnessed.put(kept)).toBe('put');
    writeFileSync(join(folder, 'state.json.part'), '{"version":1,"na');
    const { witnessed } = await openWitness(folder);

    expect(await witnessed.get('log.example/1')).toEqual({ ...kept, root: Buffer.from(kept.root) });
    expect(await witnessed.put(kept)).toBe('taken');
    expect(await witnessed.put({ ...kept, revision: 2, size: 4 })).toBe('put');
  });

  it('takes puts at once one after the other', async () => {
    const { witnessed } = await openWitness(await made('at-once'));
    const puts = [3, 4].map((size) =>
      witnessed.put({ origin: 'o', revision: 1, size, root: log.rootOf(size), note: 'x' }),
    );

    expect((await Promise.all(puts)).toSorted()).toEqual(['put', 'taken']);
  });

  it('says that it does not know where a put may have failed, and goes on from what it signed', async () => {
    const folder = await made('full');
    const { witnessed } = await openWitness(folder);
    const kept = { origin: 'o', revision: 1, size: 3, root: log.rootOf(3), note: 'x' };
    rmSync(folder, { recursive: true });

    expect(await witnessed.put(kept)).toBe('unknown');
    expect(await witnessed.get('o')).toBeUndefined();
  });

  it.each([
    ['lost', (file: string) => rmSync(file)],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['cut off', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 20))],
    [
      'of a later version',
      (file: string) => writeFileSync(file, '{"version":2,"name":"x","logs":[]}'),
    ],
  ])('runs no more once its memory is %s', async (what, spoil) => {
    const folder = await made(what.replaceAll(' ', '-'));
    spoil(join(folder, 'state.json'));

    const { code, warned } = await run('witness', 'show', '--folder', folder);

    expect([code, warned]).toEqual([1, expect.stringContaining('it could cosign a fork')]);
  });
});

describe('The server of a witness', () => {
  it.each([
    [{ kind: 'conflict', size: 7 }, 409, 'text/x.tlog.size', '7\n'],
    [{ kind: 'cosigned', lines: '— w x\n' }, 200, 'text/plain; charset=utf-8', '— w x\n'],
    [{ kind: 'refused', why: 'malformed', detail: 'x' }, 400, undefined, 'x\n'],
    [{ kind: 'refused', why: 'unsigned', detail: 'x' }, 403, undefined, 'x\n'],
    [{ kind: 'refused', why: 'unknown-log', detail: 'x' }, 404, undefined, 'x\n'],
    [{ kind: 'refused', why: 'inconsistent', detail: 'x' }, 422, undefined, 'x\n'],
    [{ kind: 'unavailable' }, 503, undefined, expect.stringContaining('ask again')],
  ] as const)('answers %j as the specification has it', (answer, status, type, body) => {
    expect(httpAnswer(answer)).toMatchObject({ status, body, ...(type !== undefined && { type }) });
  });

  it('takes a post of text to one path, and as much as any request may have', async () => {
    const faults: unknown[] = [];
    const server = witnessServer({
      ...{ key: 'w+1+x', onFault: (error) => faults.push(error) },
      add: async (text) => {
        if (text === 'fault') throw new Error('a fault');
        return { kind: 'conflict', size: text.length };
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(await post(url, 'four')).toEqual({
        status: 409,
        type: 'text/x.tlog.size',
        text: '4\n',
      });
      expect(await (await fetch(url)).text()).toBe('w+1+x\n');
      expect((await fetch(`${url}/add-checkpoint`)).status).toBe(405);
      expect((await fetch(`${url}/other`, { method: 'POST' })).status).toBe(404);
      expect((await post(url, 'x'.repeat(70_000))).status).toBe(413);
      expect((await post(url, 'fault')).status).toBe(500);
      expect(faults).toHaveLength(1);
    } finally {
      server.close();
    }
  });
});

describe('farthing witness run', () => {
  it('refuses keys of no log, and ports that there are not', async () => {
    await run('witness', 'init', 'witness.example/w1', '--folder', 'ports');
    const bad = await run('witness', 'run', '--log', 'x+00000000+AAAA', '--folder', 'ports');
    const port = await run(
      'witness',
      'run',
      '--log',
      logKey,
      '--port',
      '70000',
      '--folder',
      'ports',
    );

    expect([bad.code, bad.warned]).toEqual([2, expect.stringContaining('give keys of logs')]);
    expect([port.code, port.warned]).toEqual([2, expect.stringContaining('0 to 65535')]);
  });

  it('cosigns, is killed, and knows a fork when it runs again; stopped, it ends with 3', async () => {
    const { printed } = await run('witness', 'init', 'witness.example/w1', '--folder', 'killed');
    const key = there(verifierKeyFrom(printed.trim()));
    writeFileSync(join(directory, 'logs.txt'), `${logKey}\n`);

    const first = await begun('killed');
    const answer = await post(first.url, log.request(0, 5));
    const second = await ended(spawned('killed'));
    first.child.kill('SIGKILL');
    await ended(first.child);
    const again = await begun('killed');
    const fork = await post(
      again.url,
      addCheckpointText({ old: 5, hashes: [], note: forked.note(5) }),
    );
    const grown = await post(again.url, log.request(5, 9));
    again.child.kill('SIGTERM');

    expect(answer.status).toBe(200);
    expect(signatureBy(key, there(noteFrom(`${log.note(5)}${answer.text}`)))).toBeDefined();
    expect(second).toMatchObject([1, expect.stringContaining('another witness runs there')]);
    expect(fork).toEqual({ status: 409, type: 'text/x.tlog.size', text: '5\n' });
    expect(grown.status).toBe(200);
    expect(await ended(again.child)).toMatchObject([
      3,
      expect.stringContaining(
        `two trees of one size: keep both\n${log.note(5)}\n${forked.note(5)}`,
      ),
    ]);
    const shown = await run('witness', 'show', '--folder', 'killed');
    expect(shown.code).toBe(3);
    expect(shown.printed).toContain('log.example/1: 9 entries');
    expect(shown.printed).toContain(forked.note(5));
  });

  function spawned(folder: string): ChildProcess {
    const args = ['witness', 'run', '--log', 'logs.txt', '--port', '0', '--folder', folder];
    return spawn(process.execPath, [join(root, 'bin/farthing.ts'), ...args], { cwd: directory });
  }

  async function begun(folder: string) {
    const child = spawned(folder);
    const said = await once(there(child.stdout ?? undefined), 'data');
    const url = /http:\S+/.exec(String(said))?.[0] ?? '';
    return { child, url };
  }

  /** What a process ended with, and what it said of that. */
  async function ended(child: ChildProcess): Promise<readonly [number | null, string]> {
    let said = '';
    child.stderr?.on('data', (piece: Buffer) => {
      said += String(piece);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return [code, said];
  }
});
