import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const dismissed = {
  ...{ id: 'q1', reason: 'conflict', detail: 'it came first otherwise', status: 'dismissed' },
  quarantinedAt: '2026-11-22T00:00:00Z',
  event: { source: 's', id: 'a', type: 't', subject: 'x', time: '2026-01-01T00:00:00Z' },
};
const entries = [
  {
    id: '3',
    at: '2026-11-22T00:00:02Z',
    action: 'revoke a key',
    target: 'k9',
    answered: { status: 200 },
  },
  {
    ...{ id: '2', at: '2026-11-22T00:00:01Z', keyId: 'k1', actor: 'Ada\u001b[2J' },
    ...{ action: 'PUT /v1/plans/{key}', target: '/v1/plans/pro' },
    answered: { status: 409, code: 'plan.version-in-force' },
  },
  {
    ...{ id: '1', at: '2026-11-22T00:00:00Z', keyId: 'k2' },
    ...{ action: 'PUT /v1/plans/{key}', target: '/v1/plans/pro' },
  },
];

async function farthing(args: readonly string[], environment: Record<string, string> = {}) {
  await using server = await httpServer(({ method }) => ({
    status: 200,
    json: method === 'GET' ? { entries } : dismissed,
  }));
  const { shell, printed } = fakeShell({
    environment: { FARTHING_URL: server.url, FARTHING_API_KEY: 'k', ...environment },
  });
  const code = await runFarthing(args, shell);
  return { code, printed: printed(), seen: server.seen };
}
const lines = (printed: string): readonly string[] =>
  printed
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((line) => line.replaceAll(/ {2,}/g, ' | '));

describe('farthing audit', () => {
  it('shows who did what, and what came of it', async () => {
    const { code, printed } = await farthing(['audit']);

    expect(code).toBe(0);
    expect(lines(printed)).toEqual([
      '2026-11-22T00:00:02Z | an operator | revoke a key k9 | 200',
      '2026-11-22T00:00:01Z | Ada\\x1b[2J (k1) | PUT /v1/plans/pro | 409 plan.version-in-force',
      '2026-11-22T00:00:00Z | k2 | PUT /v1/plans/pro | unknown',
    ]);
  });

  it('shows what one key did, or what was done to one thing, in a time', async () => {
    const ofKey = await farthing(['audit', '--key', 'k2', '--from', '2026-11-22T00:00:00Z']);
    const ofKeys = await farthing(['audit', '--target', 'k9']);
    const none = await farthing(['audit', '--key', 'k3']);

    expect(lines(ofKey.printed)).toHaveLength(1);
    expect(ofKey.seen[0]?.query).toEqual({ from: '2026-11-22T00:00:00Z' });
    expect(lines(ofKeys.printed)).toEqual([
      '2026-11-22T00:00:02Z | an operator | revoke a key k9 | 200',
    ]);
    expect(none.printed).toBe('no change was asked for\n');
  });

  it.each([
    [['--actor', 'Ada <ada@shop.example>'], {}, 'Ada <ada@shop.example>'],
    [[], { FARTHING_ACTOR: 'ci' }, 'ci'],
    [[], {}, undefined],
  ])('is told who changes something: %j %j', async (options, environment, actor) => {
    const { seen } = await farthing(
      [...options, 'quarantine', 'dismiss', 'q1', '--reason', 'sent twice'],
      environment,
    );

    expect(seen[0]?.method).toBe('POST');
    expect(seen[0]?.headers['farthing-actor']).toBe(actor);
  });
});
