import { hash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { dropManifest } from '../../core/contract/drops/manifest.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';
import { csv } from './support/tally-files.ts';

const drop = {
  ...{ id: 'd0f3k2p0qd1f9a3c7', manifest: 'one.manifest.json', manifestSha256: 'a'.repeat(64) },
  ...{ seenAt: '2026-11-21T02:00:00Z', sent: 0, accepted: 0, repeated: 0, refused: 0 },
  ...{ replaced: 0, faults: [], moreFaults: 0, backfill: 'drop.d0f3k2p0qd1f9a3c7' },
};

/** What a command prints of files in a folder, and of one drop that there is. */
async function drops(
  args: readonly string[],
  { files = {}, answer = drop }: { files?: Record<string, string | Buffer>; answer?: object } = {},
) {
  const directory = await mkdtemp(join(tmpdir(), 'farthing-drops-'));
  await using server = await httpServer(({ path }) => ({
    ...{ status: 200, json: path.endsWith('/drops') ? { drops: [answer] } : answer },
  }));
  try {
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(directory, name), content);
    }
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, printed, warned } = fakeShell({ environment, workingDirectory: directory });
    const code = await runFarthing(['drops', ...args], shell);
    return { code, printed: printed(), warned: warned() };
  } finally {
    await rm(directory, { recursive: true });
  }
}

const twoRows = csv('2026-11-20,acme,eu,1200,5120.5', '2026-11-21,acme,eu,77,180');
const ofWarehouse = ['--source', 'urn:warehouse', '--type', 'calls'];

describe('farthing drops manifest', () => {
  it.each([
    ['of my week.csv', twoRows, 'name a file beside the manifest'],
    ['of none.csv.gz', '', 'name it by what it is'],
  ])('prints none that a drop would be refused by: %s', async (name, content, why) => {
    const { code, printed, warned } = await drops(['manifest', name, ...ofWarehouse], {
      files: { [name]: content },
    });

    expect([code === 0, printed]).toEqual([false, '']);
    expect(warned).toContain(why);
  });

  it('prints what is put beside files, counted as they lie there', async () => {
    const packed = gzipSync(csv('2026-11-22,acme,eu,1,1'));
    const files = { 'a.csv': twoRows, 'b.csv.gz': packed };
    const revision = ['--revision', '2', '--reason', 'counted tests'];

    const { code, printed } = await drops(
      ['manifest', 'a.csv', 'b.csv.gz', ...ofWarehouse, ...revision],
      { files },
    );

    const manifest = dropManifest.parse(JSON.parse(printed));
    expect(code).toBe(0);
    expect(manifest).toEqual({
      ...{ version: 1, source: 'urn:warehouse', type: 'calls' },
      ...{ revision: 2, reason: 'counted tests' },
      files: [
        { name: 'a.csv', bytes: twoRows.length, sha256: hash('sha256', twoRows), rows: 2 },
        { name: 'b.csv.gz', bytes: packed.length, sha256: hash('sha256', packed), rows: 1 },
      ],
    });
  });

  it.each([
    ['a wrong row', { 'a.csv': csv('2026-11-20,acme,eu,1.5,1') }, [], /line 2: write count/],
    ['a packed file of another name', { 'a.csv': gzipSync(twoRows) }, [], /is to end in .csv.gz/],
    ['a revision without a reason', { 'a.csv': twoRows }, ['--revision', '2'], /say --reason/],
  ])('prints nothing for %s', async (_, files, more, words) => {
    const { code, printed, warned } = await drops(['manifest', 'a.csv', ...ofWarehouse, ...more], {
      files,
    });

    expect(code).not.toBe(0);
    expect(printed).toBe('');
    expect(warned).toMatch(words);
  });
});

describe('farthing drops show', () => {
  it('says what was written', async () => {
    const counts = { rows: 3, days: 2, sums: { count: '1280' }, accepted: 2, repeated: 1 };
    const answer = { ...drop, ...counts, status: 'accepted', replaced: 4 };

    const { code, printed } = await drops(['show', drop.id], { answer });

    expect({ code, printed }).toEqual({
      code: 0,
      printed:
        'one.manifest.json: accepted, 3 rows, count 1,280, 2 written, 1 there already, 4 of lower revisions taken out\n',
    });
  });

  it('says why it was refused, by file and line, and ends with 1', async () => {
    const faults = [{ code: 'row-twice', file: 'a.csv', line: 4, detail: 'add it to line 2' }];
    const answer = { ...drop, status: 'refused', faults, moreFaults: 7 };

    const { code, printed } = await drops(['show', drop.id], { answer });

    expect({ code, printed }).toEqual({
      code: 1,
      printed:
        'one.manifest.json: refused, nothing was written\n  a.csv, line 4: add it to line 2 (row-twice)\n  … and 7 more\n',
    });
  });
});

it('lists drops', async () => {
  const answer = { ...drop, status: 'sending', rows: 1_200 };

  const { printed } = await drops(['list'], { answer });

  expect(printed).toMatch(/d0f3k2p0qd1f9a3c7 +one.manifest.json +sending +\S+ +1,200/);
});
