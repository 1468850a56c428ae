import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildConsole, buildMe, buildPayee } from '../../console/build.ts';

describe.each([
  { what: 'the console', build: buildConsole, gzippedMaxKb: 120 },
  { what: 'the page of a reader', build: buildMe, gzippedMaxKb: 25 },
  { what: 'the page of a payee', build: buildPayee, gzippedMaxKb: 25 },
])('$what, built', ({ build, gzippedMaxKb }) => {
  let folder: string;
  let page: string;
  let script: Buffer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farthing-console-'));
    await build(folder);
    page = await readFile(join(folder, 'index.html'), 'utf8');
    const names = await readdir(join(folder, 'assets'));
    script = await readFile(
      join(folder, 'assets', names.find((name) => name.endsWith('.js')) ?? ''),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has no script and no style in the page itself, and loads nothing from elsewhere', () => {
    expect(page).not.toMatch(/<script(?![^>]*\ssrc="assets\/)/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|https?:/);
  });

  it('loads what is there, by names that change with it', async () => {
    const loaded = [...page.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)].map(([, name]) => name);

    expect(loaded).toHaveLength(2);
    for (const name of loaded) {
      expect(name).toMatch(/-[0-9A-Z]{8}\.(?:js|css)$/);
      expect((await readFile(join(folder, name ?? ''))).length).toBeGreaterThan(0);
    }
  });

  it('has no more JavaScript than it may, gzipped', () => {
    expect(gzipSync(script).length).toBeLessThan(gzippedMaxKb * 1024);
  });
});
