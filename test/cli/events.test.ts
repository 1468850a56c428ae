import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const event = (id: string, fields: Readonly<Record<string, unknown>>) => ({
  ...{ source: 'urn:shop', id, type: 'view', subject: 'app-1', time: '2026-01-14T10:00:00Z' },
  ...{ meters: [], ...fields },
});
const quarantine = {
  ...{ id: 'q1', reason: 'conflict', detail: 'another came first', status: 'dismissed' },
  quarantinedAt: '2026-01-14T10:00:01Z',
};
const day = { from: '2026-01-14T00:00:00Z', to: '2026-01-15T00:00:00Z' };
const pages = [
  [
    event('e1', { status: 'counted', meters: [{ meter: 'view', value: '1', customer: 'press' }] }),
    event('e2', {
      ...{ status: 'not-billed', reason: 'no-plan' },
      meters: [
        { meter: 'view', value: '1', unbilled: 'no-plan' },
        { meter: 'bytes', value: '7' },
      ],
    }),
  ],
  [
    event('e3', { status: 'not-billed', reason: 'no-meter' }),
    event('e3a', { status: 'not-billed', reason: 'corrected', correction: 'c1' }),
    event('e3b', { status: 'not-billed', reason: 'corrects', correction: 'c1' }),
    event('e4', { status: 'quarantined', quarantine }),
    event('e5', { status: 'recorded' }),
    event('e6', {
      ...{ status: 'not-billed', reason: 'informational', backfill: 'older' },
      meters: [{ meter: 'view', value: '1' }],
    }),
  ],
];

async function run(...args: readonly string[]) {
  await using server = await httpServer(({ query }) => {
    const page = Number(query['cursor'] ?? '0');
    const next = page + 1 < pages.length ? { nextCursor: String(page + 1) } : {};
    return { status: 200, json: { ...day, events: pages[page], ...next } };
  });
  const { shell, printed, warned } = fakeShell({
    environment: { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' },
  });
  const code = await runFarthing(['events', ...args], shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}
const endsOf = (printed: string): string[] =>
  printed
    .split('\n')
    .slice(2, -1)
    .map((line) => line.replaceAll(/ {2,}/g, ' | ').split(' | ').slice(4).join(' | '));

describe('farthing events', () => {
  it('shows the last events, by which meters each is counted, or why not', async () => {
    const { code, printed, warned, seen } = await run('--subject', 'app-1', '--from', day.from);

    expect([code, warned]).toEqual([0, '']);
    expect(endsOf(printed)).toEqual([
      'e1 | counted | view',
      'e2 | not-billed | view (no-plan), bytes',
      'e3 | not-billed | no-meter',
      'e3a | not-billed | corrected by c1',
      'e3b | not-billed | says correction c1',
      'e4 | quarantined | conflict, dismissed',
      'e5 | recorded',
      'e6 | not-billed | view (informational)',
    ]);
    expect(seen.map(({ query }) => query)).toEqual([
      { subject: 'app-1', from: day.from, limit: '100' },
      { subject: 'app-1', from: day.from, limit: '100', cursor: '1' },
    ]);
  });

  it('asks for no page more than it shows events of', async () => {
    const { printed, seen } = await run('--json', '--limit', '1');

    expect(JSON.parse(printed)).toEqual({ events: [pages[0]?.[0]] });
    expect(seen.map(({ query }) => query)).toEqual([{ limit: '1' }]);
  });

  it('refuses a limit that is no number', async () => {
    const { code, warned, seen } = await run('--limit', 'all');

    expect([code, warned]).toEqual([2, 'error: --limit: give a whole number from 1 on\n']);
    expect(seen).toEqual([]);
  });
});
