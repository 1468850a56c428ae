import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

async function run(answerTo: (request: SeenRequest) => FakeAnswer, args: readonly string[]) {
  await using server = await httpServer(answerTo);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}

const stray = { subject: 'stray', meter: 'view', reason: 'no-payer', quantity: '2', events: 2 };
const waiting = { subject: 'app', meter: 'view', reason: 'waiting', quantity: '1', events: 1 };
const listed = (...rows: readonly object[]) => ({
  status: 200,
  json: { rows: rows.map((row) => ({ ...row, period: '2026-01' })) },
});

describe('farthing books check --period', () => {
  const checkWith =
    (...rows: readonly object[]) =>
    ({ path }: SeenRequest) =>
      path.startsWith('/v1/books/check')
        ? { status: 200, json: { documents: 1, blocks: 1, faults: [] } }
        : path.startsWith('/v1/unbilled/sums')
          ? { status: 200, json: { sums: [] } }
          : listed(...rows);

  it('finds usage that is not billed, and that nobody left so', async () => {
    const { code, printed } = await run(checkWith(stray, waiting), [
      ...['books', 'check', '--period', '2026-01'],
    ]);

    expect(code).toBe(3);
    expect(printed).toContain('no-payer: 2 view of stray\n2026-01: 1 row not billed');
  });

  it('counts events of what cannot be read', async () => {
    const unreadable = { ...stray, subject: 'app', reason: 'unreadable', quantity: '0', events: 1 };
    const { code, printed } = await run(checkWith(unreadable), [
      ...['books', 'check', '--period', '2026-01'],
    ]);

    expect(code).toBe(3);
    expect(printed).toContain('unreadable: 1 event of view of app\n2026-01: 1 row not billed');
  });

  it('is content with what a person accepted', async () => {
    const accepted = { reason: 'our own tests', by: 'key-1', at: '2026-02-03T00:00:00Z' };
    const { code } = await run(checkWith({ ...stray, accepted }), [
      ...['books', 'check', '--period', '2026-01'],
    ]);

    expect(code).toBe(0);
  });
});

describe('farthing unbilled', () => {
  it('lists by reason, subject and meter, and says what each reason comes to', async () => {
    const rows = [
      waiting,
      { ...stray, subject: 'b', quantity: '0.5' },
      { ...stray, subject: 'a', meter: 'view' },
      { ...stray, subject: 'a', meter: 'bytes', quantity: '7' },
    ];

    const { printed } = await run(() => listed(...rows), ['unbilled', '--period', '2026-01']);

    const lines = printed.split('\n').map((line) => line.trim().split(/ +/).slice(0, 3).join(' '));
    expect(lines.filter((line) => line.includes('no-payer') || line.includes('waiting'))).toEqual([
      'a bytes no-payer',
      'a view no-payer',
      'b view no-payer',
      'app view waiting',
      'no-payer: 7 bytes',
      'no-payer: 2.5 view',
      'waiting: 1 view',
    ]);
    expect(printed).toContain('no-payer: 2.5 view in 2 rows');
  });
});

describe('farthing books check --period, of sums', () => {
  const view = { meter: 'view', used: '0', billed: '0', toBill: '0', listed: '0' };
  const summing = (sums: readonly object[]) =>
    run(
      ({ path, query }) => {
        if (path.startsWith('/v1/books/check')) {
          return { status: 200, json: { documents: 1, blocks: 1, faults: [] } };
        }
        if (!path.startsWith('/v1/unbilled/sums')) return listed();
        const page = query['cursor'] === undefined ? 0 : 1;
        const json = { sums: [sums[page]], ...(page === 0 ? { nextCursor: 'next' } : {}) };
        return { status: 200, json };
      },
      ['books', 'check', '--period', '2026-01'],
    );

  it('adds up all pages, and is content where nothing is left over', async () => {
    const { code, printed } = await summing([
      { ...view, used: '5.5', listed: '2' },
      { ...view, billed: '3', toBill: '0.5' },
    ]);

    expect(code).toBe(0);
    expect(printed).toContain('2026-01: what was used is what is billed and listed\n');
  });

  it('finds usage that is neither billed nor listed', async () => {
    const { code, printed } = await summing([
      { ...view, used: '5.5', listed: '2' },
      { ...view, billed: '3' },
    ]);

    expect(code).toBe(3);
    expect(printed).toContain(
      '2026-01: 5.5 view used, and 5 billed, about to be, or listed: report this\n',
    );
  });
});

describe('farthing unbilled', () => {
  it('shows what is not billed, and why', async () => {
    const { code, printed, seen } = await run(
      () => listed(stray),
      [...['unbilled', '--period', '2026-01']],
    );

    expect(code).toBe(0);
    expect(printed).toMatch(/stray .*view .*no-payer .*2/);
    expect(seen[0]?.query['period']).toBe('2026-01');
  });

  it('says so where nothing is left, to look at or to accept', async () => {
    const asked = ['--period', '2026-01'];

    const list = await run(() => listed(), ['unbilled', ...asked]);
    const accept = await run(
      () => listed(waiting),
      ['unbilled', 'accept', ...asked, '--reason', 'our own tests'],
    );

    expect([list.code, list.printed]).toEqual([
      0,
      '2026-01: all usage is billed, or about to be\n',
    ]);
    expect([accept.code, accept.printed]).toEqual([0, '2026-01: nothing is left to accept\n']);
    expect(accept.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  it('answers JSON for programs', async () => {
    const { printed } = await run(
      () => listed(stray),
      [...['--json', 'unbilled', '--period', '2026-01']],
    );

    expect(JSON.parse(printed)).toEqual({ rows: [{ ...stray, period: '2026-01' }] });
  });

  it('accepts what is listed and does not merely wait, as it was listed', async () => {
    const { code, printed, seen } = await run(
      ({ method }) =>
        method === 'GET'
          ? listed(stray, waiting)
          : { status: 200, json: { period: '2026-01', accepted: 1 } },
      ['unbilled', 'accept', '--period', '2026-01', '--reason', 'our own tests'],
    );

    expect([code, printed]).toEqual([0, '2026-01: 1 row accepted\n']);
    expect(JSON.parse(seen.at(-1)?.body ?? '')).toEqual({
      period: '2026-01',
      reason: 'our own tests',
      rows: [stray],
    });
  });
});
