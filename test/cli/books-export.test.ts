import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-export-'));
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

describe('farthing books export', () => {
  const entry = (block: number) => ({
    ...{ block, index: 0, id: `inv_${block}`, kind: 'invoice', customer: 'press', currency: 'EUR' },
    ...{ recordedAt: '2026-02-03T00:00:00Z', effectiveAt: '2026-02-03T00:00:00Z' },
    ...{ date: '2026-02-03', postings: [] },
  });
  /** Two pages in a text format, and in JSON. */
  const inPages = ({ query }: SeenRequest): FakeAnswer => {
    const isFirst = query['cursor'] === undefined;
    const headers: Record<string, string> = isFirst ? { 'next-cursor': 'the-second' } : {};
    if (query['format'] === 'csv') {
      headers['content-type'] = 'text/csv';
      return { status: 200, headers, bytes: Buffer.from(isFirst ? 'block\r\n1\r\n' : '2\r\n') };
    }
    const next = isFirst ? { nextCursor: 'the-second' } : {};
    return { status: 200, headers, json: { documents: [entry(isFirst ? 1 : 2)], ...next } };
  };

  it('puts the pages below each other in a file that has its name when it is whole', async () => {
    const { code, warned, seen } = await run(inPages, [
      ...['books', 'export', '--format', 'csv', '-o', 'books.csv'],
    ]);

    expect([code, warned]).toEqual([0, 'written to books.csv\n']);
    expect(await readFile(join(directory, 'books.csv'), 'utf8')).toBe('block\r\n1\r\n2\r\n');
    expect(seen).toHaveLength(2);
  });

  it('makes one JSON document of them', async () => {
    const { printed } = await run(inPages, ['books', 'export']);

    expect(JSON.parse(printed)).toEqual({ documents: [entry(1), entry(2)] });
  });

  it('leaves no half a file behind when a page is refused', async () => {
    const refusing = (request: SeenRequest): FakeAnswer =>
      request.query['cursor'] === undefined
        ? inPages(request)
        : refused('request.bad-cursor', 'start over');
    const args = ['books', 'export', '--format', 'csv', '-o', 'half.csv'];
    const { code, warned } = await run(refusing, args);

    expect(code).toBe(1);
    expect(warned).toContain('start over');
    expect((await readdir(directory)).filter((name) => name.startsWith('half'))).toEqual([]);
  });
});
