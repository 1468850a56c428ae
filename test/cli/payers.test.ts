import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const erasure = {
  ...{ payer: 'subject:reader-7', dryRun: false, again: '2027-03-01T00:00:00Z' },
  erased: [
    { place: 'salts', records: 1 },
    { place: 'claims', records: 0 },
  ],
  kept: [
    { what: 'documents', until: '2037-01-01T00:00:00Z', reason: 'the law\u001b[2J' },
    { what: 'audit', until: null, reason: 'it is never changed' },
  ],
  notCovered: ['what was exported'],
};

async function farthing(args: readonly string[], answers: readonly object[]) {
  const left = [...answers];
  await using server = await httpServer(() => ({ status: 200, json: left.shift() ?? {} }));
  const { shell, printed } = fakeShell({
    environment: { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' },
  });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), seen: server.seen };
}

describe('farthing payers export', () => {
  const pages = [
    { payer: 'ada', records: [{ place: 'events', record: { id: '1' } }], nextCursor: 'c' },
    { payer: 'ada', records: [{ place: 'documents', record: { id: '2' } }] },
  ];

  it('writes a record a line, of all pages', async () => {
    const { code, printed, seen } = await farthing(['payers', 'export', 'subject:a/b'], pages);

    expect(code).toBe(0);
    expect(
      printed
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(pages.flatMap(({ records }) => records));
    expect(seen).toMatchObject([
      { path: '/v1/payers/subject%3Aa%2Fb/held' },
      { path: '/v1/payers/subject%3Aa%2Fb/held' },
    ]);
  });

  it.each([
    [pages, 2],
    [[{ payer: 'ada', records: [] }], 0],
  ])('writes one document for programs', async (answers, count) => {
    const { printed } = await farthing(['--json', 'payers', 'export', 'ada'], answers);

    const { payer, records } = JSON.parse(printed) as { payer: string; records: unknown[] };
    expect(payer).toBe('ada');
    expect(records).toHaveLength(count);
  });
});

describe('farthing payers erase', () => {
  it('does nothing unless it is told to, or only to say', async () => {
    for (const options of [[], ['--yes', '--dry-run']]) {
      const { code, seen } = await farthing(['payers', 'erase', 'ada', ...options], [erasure]);

      expect(code).toBe(2);
      expect(seen).toEqual([]);
    }
  });

  it.each([
    [['--yes'], false],
    [['--dry-run'], true],
  ])('asks for it: %j', async (options, dryRun) => {
    const { code, printed, seen } = await farthing(
      ['payers', 'erase', 'subject:reader-7', ...options],
      [erasure],
    );

    expect(code).toBe(0);
    expect(seen).toMatchObject([{ method: 'POST', path: '/v1/erasures' }]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ payer: 'subject:reader-7', dryRun });
    expect(printed).toContain(dryRun ? 'would go' : 'went');
  });

  it('says what went, what stays until when, what is not covered, and when to ask again', async () => {
    const { printed } = await farthing(['payers', 'erase', 'subject:reader-7', '--yes'], [erasure]);

    expect(printed).toMatch(/salts +1\n/);
    expect(printed).not.toContain('claims');
    expect(printed).toMatch(/documents +2037-01-01T00:00:00Z +the law\\x1b\[2J/);
    expect(printed).toMatch(/audit +for good/);
    expect(printed).toContain('  what was exported\n');
    expect(printed).toContain('erase it again from 2027-03-01T00:00:00Z on');
  });
});

describe('farthing payers pseudonyms', () => {
  it('shows what stands for each', async () => {
    const pseudonyms = [{ subject: 'reader-7', pseudonym: 'pseudonym:0123456789abcdef' }];

    const { printed, seen } = await farthing(
      ['payers', 'pseudonyms', 'reader-7'],
      [{ pseudonyms }],
    );

    expect(printed).toMatch(/reader-7 +pseudonym:0123456789abcdef/);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ subjects: ['reader-7'] });
  });
});
