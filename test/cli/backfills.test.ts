import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

const event = (id: string): string =>
  JSON.stringify({ id, source: 's', type: 'view', subject: 'u', time: '2025-10-14T10:00:00Z' });
const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => event(`e${index}`)).join('\n');

const job = {
  ...{ name: 'old', billing: 'adjust', status: 'open', eventsPerSecond: 500, dryRun: false },
  ...{ accepted: 600, repeated: 1, refused: [], underWay: 0, unanswered: 0 },
  months: [{ month: '2025-10', accepted: 600, repeated: 1, outcome: 'listed' }],
};
const opening = ['--billing', 'adjust', '--from', '2025-01', '--to', '2026-01'];

/** A service with a job; `events` answers requests with events, one after the other. */
async function importing(
  args: readonly string[],
  stdin: string,
  { events = [], given = job }: { readonly events?: readonly FakeAnswer[]; given?: object } = {},
) {
  let asked = 0;
  const taken = { accepted: 300, repeated: 0, months: [], rejected: [] };
  await using server = await httpServer(({ path, method }) => {
    const isEnding = path.endsWith('/close');
    if (path.endsWith('/events')) {
      asked += 1;
      return events[asked - 1] ?? { status: 200, json: taken, isStranger: true };
    }
    if (path.startsWith('/v1/usage')) {
      const row = { start: '', end: '', dimensions: {}, value: '40.5' };
      return { status: 200, json: { rows: [row] }, isStranger: true };
    }
    const status = isEnding && method === 'POST' ? 'closed' : 'open';
    return { status: 200, json: { ...given, status }, isStranger: true };
  });
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, stdin });
  const code = await runFarthing(['import', '-', '--backfill', ...args], shell);
  const seen = server.seen.map(({ method, path }) => `${method} ${path}`);
  return { code, printed: printed(), warned: warned(), seen, bodies: server.seen };
}

describe('farthing import --backfill', () => {
  it('opens the job, sends its events one request after the other, and closes it', async () => {
    const { code, seen, bodies, printed } = await importing(
      ['--job', 'old', ...opening],
      lines(600),
    );

    expect(code).toBe(0);
    expect(seen).toEqual([
      'POST /v1/backfills',
      'POST /v1/backfills/old/events',
      'POST /v1/backfills/old/events',
      'POST /v1/backfills/old/close',
    ]);
    expect(JSON.parse(bodies[0]?.body ?? '')).toEqual({
      ...{ name: 'old', billing: 'adjust' },
      ...{ from: '2025-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    });
    expect(printed).toContain('old (adjust, closed): 600 events written, 1 there already');
    expect(printed).toMatch(/2025-10 +600 +1 +too late to be billed/);
  });

  it('goes on with a job that is there, and leaves it open where events were refused', async () => {
    const rejected = [{ index: 0, id: 'e0', code: 'event.conflict', detail: 'taken' }];
    const answer = { accepted: 1, repeated: 0, months: [], rejected };

    const { code, seen, printed } = await importing(['--job', 'old'], lines(2), {
      events: [{ status: 200, json: answer, isStranger: true }],
    });

    expect(code).toBe(1);
    expect(seen).toEqual([
      'GET /v1/backfills/old',
      'POST /v1/backfills/old/events',
      'GET /v1/backfills/old',
    ]);
    expect(printed).toContain('line 1: taken (event.conflict)');
    expect(printed).toContain('backfills close old');
  });

  it('waits as long as the job says where it is too fast', async () => {
    const tooFast = refused('backfill.too-fast', 'in 1 s', { retryAfter: 1 });

    const { code, seen } = await importing(['--job', 'old'], lines(1), { events: [tooFast] });

    expect(code).toBe(0);
    expect(seen.filter((one) => one.endsWith('/events'))).toHaveLength(2);
  });

  it('says what each month would become, in a dry run under a name of its own', async () => {
    const additions = [{ month: '2025-10', meter: 'bytes', events: 2, adds: '1.75' }];
    const given = { ...job, dryRun: true, additions };

    const { seen, bodies, printed } = await importing(
      ['--job', 'old', ...opening, '--dry-run'],
      lines(2),
      { given },
    );

    const name = (JSON.parse(bodies[0]?.body ?? '') as { name: string }).name;
    expect(name).toMatch(/^old\.try-/);
    expect(seen).toContain(`POST /v1/backfills/${name}/events`);
    expect(printed).toMatch(/2025-10 +bytes +2 +40\.5 +1\.75 +42\.25/);
  });

  it('is told of as JSON, with what was sent and what the job has come to', async () => {
    const { printed } = await importing(['--job', 'old', '--json'], lines(2));

    expect(JSON.parse(printed)).toMatchObject({
      sent: { accepted: 300, rejected: 0 },
      job: { name: 'old', status: 'closed', accepted: 600 },
    });
  });

  it.each([
    [[], 'say under which job by --job'],
    [['--job', 'old', '--billing', 'adjust'], 'all three'],
    [['--job', 'old', '--dry-run'], 'all three'],
  ])('with %j says what is missing', async (args, what) => {
    const { code, warned } = await importing(args, '');

    expect(code).toBe(2);
    expect(warned).toContain(what);
  });
});
