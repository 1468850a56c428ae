import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { usageHead } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const row = (subject: string, value: string, dimensions = {}) => ({
  start: '2026-11-01T00:00:00Z',
  end: '2026-11-02T00:00:00Z',
  subject,
  dimensions,
  value,
});

async function asking(rows: readonly unknown[], ...options: string[]) {
  await using server = await httpServer(({ query }) => {
    const at = Number(query['cursor'] ?? 0);
    const page = { ...usageHead, rows: rows.slice(at, at + 1) };
    const next = at + 1 < rows.length ? { nextCursor: String(at + 1) } : {};
    return { status: 200, json: { ...page, ...next } };
  });
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const required = ['--meter', 'bytes', '--from', '2026-11-01', '--to', '2026-11-02'];
  const code = await runFarthing(['usage', ...required, ...options], shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

async function showingNewYork(rows: readonly unknown[]): Promise<string> {
  const page = { ...usageHead, timezone: 'America/New_York', rows };
  await using server = await httpServer(() => ({ status: 200, json: page }));
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed } = fakeShell({ environment });
  await runFarthing(['usage', '--meter', 'm', '--from', '2026-11', '--to', '2026-12'], shell);
  return printed();
}

describe('farthing usage', () => {
  it('asks what the options say, and for every page', async () => {
    const options = ['--customer', 'c', '--window', 'day', '--timezone', 'Asia/Kathmandu'];
    const { seen } = await asking(
      [row('a', '1'), row('b', '2')],
      ...options,
      '--group-by',
      'subject',
      'status',
      '--dimension',
      'status=a=b',
    );

    const asked = {
      meter: 'bytes',
      from: '2026-11-01',
      to: '2026-11-02',
      customer: 'c',
      window: 'day',
      timezone: 'Asia/Kathmandu',
      groupBy: 'subject,status',
      'dimension.status': 'a=b',
    };
    expect(seen.map(({ query }) => query)).toEqual([asked, { ...asked, cursor: '1' }]);
  });

  it('shows a table with a column for each group', async () => {
    const rows = [row('a', '1234567.25', { status: '200' }), row('b', '2', { status: null })];

    const { code, printed } = await asking(rows, '--group-by', 'customer,subject,status');

    expect(code).toBe(0);
    expect(printed).toBe(
      [
        'from (UTC)  to          customer      subject  status         value',
        '──────────  ──────────  ────────────  ───────  ──────  ────────────',
        '2026-11-01  2026-11-02  (unassigned)  a        200     1,234,567.25',
        '2026-11-01  2026-11-02  (unassigned)  b        (none)             2',
        '',
      ].join('\n'),
    );
  });

  it('shows times as they are in the time zone of the answer', async () => {
    const twice = ['2026-11-01T05:00:00Z', '2026-11-01T06:00:00Z', '2026-11-01T07:00:00Z'] as const;
    const [first, second, third] = twice;

    const hours = await showingNewYork([
      { ...row('a', '1'), start: first, end: second },
      { ...row('a', '2'), start: second, end: third },
    ]);
    const hour = await showingNewYork([{ ...row('a', '2'), start: second, end: third }]);

    expect(hour).toContain('from (America/New_York)  to                value');
    expect(hour).toContain('2026-11-01 01:00         2026-11-01 02:00      2');
    expect(hours).toContain('2026-11-01 01:00 -04:00  2026-11-01 01:00 -05:00      1');
    expect(hours).toContain('2026-11-01 01:00 -05:00  2026-11-01 02:00 -05:00      2');
  });

  it('prints CSV in which every value stays itself', async () => {
    const { printed } = await asking(
      [row('a "b", c', '1234567.25'), row('d\ne', '0')],
      '--csv',
      '--group-by',
      'subject',
    );

    expect(printed).toBe(
      [
        'start,end,subject,value',
        '2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,"a ""b"", c",1234567.25',
        '2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,"d\ne",0',
        '',
      ].join('\r\n'),
    );
  });

  it('prints no CSV that a spreadsheet would run', async () => {
    const rows = [row('=1+1', '-2'), row('＝cmd', '1'), row('', '1')];

    const { printed } = await asking(rows, '--csv', '--group-by', 'subject');

    const cells = printed
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').slice(2));
    expect(cells).toEqual([
      ["'=1+1", '-2'],
      ["'＝cmd", '1'],
      ['""', '1'],
    ]);
  });

  it('prints one JSON document for all pages', async () => {
    const rows = [row('a', '1'), row('b', '2')];

    const { printed } = await asking(rows, '--json');

    expect(JSON.parse(printed)).toEqual({ ...usageHead, rows });
  });

  it('says when it is not all yet, and what could not be read', async () => {
    const page = { ...usageHead, rows: [row('a', '1')], partial: true, unreadable: 3 };
    await using server = await httpServer(() => ({ status: 200, json: page }));
    const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
    const { shell, warned } = fakeShell({ environment });

    await runFarthing(['usage', '--meter', 'm', '--from', '2026-11', '--to', '2026-12'], shell);

    expect(warned()).toContain('this is not all yet');
    expect(warned()).toContain('3 events had no value that the meter can read');
  });

  it('says so when there is none', async () => {
    expect((await asking([])).printed).toBe('no usage in this period\n');
  });

  it.each([
    [['--window', 'week'], 'Allowed choices are quarter_hour, hour, day, month'],
    [['--customer', 'c', '--subject', 's'], 'cannot be used with'],
    [['--dimension', 'status'], '--dimension takes name=value'],
    [['--csv', '--json'], 'choose one of --csv and --json'],
    [['--meters', 'x'], "unknown option '--meters'"],
  ])('is called wrongly with %j', async (options, message) => {
    const { code, warned, seen } = await asking([], ...options);

    expect(code).toBe(2);
    expect(warned).toContain(message);
    expect(seen).toEqual([]);
  });
});
