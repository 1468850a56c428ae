import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './support/http-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-operations-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Runs a command against a local stack that answers so; the functions of the stack are invoked on the same address. */
async function run(args: readonly string[], answerTo: (request: SeenRequest) => FakeAnswer) {
  await using server = await httpServer(answerTo);
  const stack = {
    url: server.url,
    apiKey: 'k',
    tenant: 'demo',
    issueKeysFunction: 'Stack-IssueKeys',
    environment: { AWS_ENDPOINT_URL_LAMBDA: server.url },
  };
  await writeFile(join(directory, 'local.json'), JSON.stringify(stack));
  const { shell, printed, warned } = fakeShell({ workingDirectory: directory });
  const code = await runFarthing([...args, '--data', '.'], shell);
  return { code, printed: printed(), warned: warned(), seen: server.seen };
}
const answering =
  (json: unknown, status = 200) =>
  () => ({ status, json });
const bodyOf = (seen: readonly SeenRequest[]): unknown => JSON.parse(seen[0]?.body ?? '');

describe('farthing keys', () => {
  it('creates a key that may do everything, for the tenant of the local stack', async () => {
    const { code, printed, seen } = await run(
      ['keys', 'create'],
      answering({ key: 'ft_test_a_b' }),
    );

    expect(code).toBe(0);
    expect(printed).toBe('ft_test_a_b\n');
    expect(seen[0]?.path).toBe('/2015-03-31/functions/Stack-IssueKeys/invocations');
    expect(bodyOf(seen)).toEqual({
      action: 'create',
      tenant: 'demo',
      scopes: [
        ...['events:write', 'usage:read', 'billing:read', 'billing:write'],
        ...['spend:read', 'spend:write', 'payouts:approve', 'admin'],
      ],
    });
  });

  it('creates a key as the options say', async () => {
    const options = ['--tenant', 'acme', '--scopes', 'events:write,usage:read', 'admin'];
    const more = ['--mode', 'live', '--name', 'web shop'];

    const { seen } = await run(['keys', 'create', ...options, ...more], answering({ key: 'x' }));

    expect(bodyOf(seen)).toEqual({
      action: 'create',
      tenant: 'acme',
      scopes: ['events:write', 'usage:read', 'admin'],
      mode: 'live',
      name: 'web shop',
    });
  });

  it('lists the keys of the API key’s own tenant, page by page, without an operator', async () => {
    const key = { keyId: 'a', mode: 'live', scopes: [], createdAt: '2026-11-01T00:00:00Z' };

    const { printed, seen } = await run(['keys', 'list', '--json'], ({ query }) => ({
      status: 200,
      json: query['cursor'] === undefined ? { keys: [key], nextCursor: '1' } : { keys: [] },
    }));

    expect(JSON.parse(printed)).toEqual({ keys: [key] });
    expect(seen.map(({ path, query }) => [path, query])).toEqual([
      ['/v1/keys', {}],
      ['/v1/keys', { cursor: '1' }],
    ]);
  });

  it('lists the keys of a tenant as an operator', async () => {
    const key = { keyId: 'a', mode: 'live', scopes: ['admin'], createdAt: '2026-11-01T00:00:00Z' };

    const { printed, seen } = await run(
      ['keys', 'list', '--tenant', 'demo'],
      answering({ keys: [key] }),
    );

    expect(bodyOf(seen)).toEqual({ action: 'list', tenant: 'demo' });
    expect(printed).toContain('a       live        admin   2026-11-01T00:00:00Z');
  });

  it('revokes a key', async () => {
    const { printed, seen } = await run(['keys', 'revoke', 'a'], answering({ revoked: true }));

    expect(bodyOf(seen)).toEqual({ action: 'revoke', keyId: 'a' });
    expect(printed).toBe('revoked a\n');
  });

  it('says what the function refuses', async () => {
    const problem = { code: 'key.not-found', detail: 'there is no "a"', param: '/keyId' };

    const { code, warned } = await run(['keys', 'revoke', 'a'], answering({ problem }));

    expect(code).toBe(1);
    expect(warned).toBe('error: there is no "a" (key.not-found, at /keyId)\n');
  });

  it('says that the function failed', async () => {
    const { code, warned } = await run(['keys', 'list', '--tenant', 'demo'], () => ({
      status: 200,
      json: { errorMessage: 'no table' },
      headers: { 'x-amz-function-error': 'Unhandled' },
    }));

    expect(code).toBe(1);
    expect(warned).toContain('Stack-IssueKeys failed (Unhandled): {"errorMessage":"no table"}');
  });

  it('is called wrongly with a scope that there is not', async () => {
    const { code, warned } = await run(['keys', 'create', '--scopes', 'admin,all'], answering({}));

    expect(code).toBe(2);
    expect(warned).toContain('There is no scope all.');
  });
});

describe('farthing clock', () => {
  it.each([
    [['get'], 'GET', ''],
    [['set', '2026-02-01T00:00:00Z'], 'POST', '{"now":"2026-02-01T00:00:00Z"}'],
    [['reset'], 'POST', '{"now":null}'],
  ])('%j asks the local stack and says what time it is', async (args, method, body) => {
    const { printed, seen } = await run(
      ['clock', ...args],
      answering({ now: '2026-02-01T00:00:00.000Z' }),
    );

    expect(seen).toMatchObject([{ method, path: '/v1/clock', body }]);
    expect(printed).toBe('2026-02-01T00:00:00.000Z\n');
  });

  it.each(['tomorrow', '2026-13-01T00:00:00Z', '1'])('cannot be set to %s', async (time) => {
    const { code, warned, seen } = await run(['clock', 'set', time], answering({}));

    expect(code).toBe(2);
    expect(warned).toMatch(/There is no 2026-13-01|Give a time with its zone/);
    expect(seen).toEqual([]);
  });
});

describe('farthing repeats', () => {
  const first = { type: 'view', subject: 'reader-7', time: '2026-11-01T10:00:00Z' };
  const again = { ...first, time: '2026-11-01T10:01:00Z' };
  const overruled = { reason: 'credited', at: '2026-12-02T00:00:00Z' };
  const repeats = [{ source: 's', id: 'dup-1', first, again, overruled }];
  const answer = answering({ period: '2026-11', repeats });

  it('lists what came again, beside what was first', async () => {
    const { printed, seen } = await run(['repeats', '--period', '2026-11'], answer);

    expect(seen[0]?.path).toBe('/v1/billing-runs/2026-11/repeats');
    expect(printed).toContain(
      's       dup-1  reader-7  2026-11-01T10:00:00Z  2026-11-01T10:01:00Z  credited',
    );
  });

  it('prints all of it as JSON when asked', async () => {
    const { printed } = await run(['repeats', '--period', '2026-11', '--json'], answer);

    expect(JSON.parse(printed)).toEqual({ repeats });
  });
});

describe('farthing quarantine', () => {
  const event = {
    source: 's',
    id: 'e',
    type: 'view',
    subject: 'app-1',
    time: '2026-11-01T00:00:00Z',
  };
  const entry = {
    id: 'q',
    reason: 'conflict',
    detail: 'it came back with other content',
    status: 'open',
    quarantinedAt: '2026-11-02T00:00:00Z',
    event,
  };

  it('lists what is there', async () => {
    const entries = [entry];

    const { printed, seen } = await run(
      ['quarantine', 'list', '--status', 'open'],
      answering({ entries }),
    );

    expect(seen[0]?.query).toEqual({ status: 'open' });
    expect(printed).toContain('q   conflict  s       e      2026-11-01T00:00:00Z  open');
  });

  it.each([
    ['retry', [], {}],
    ['dismiss', ['--reason', 'sent twice'], { reason: 'sent twice' }],
  ])('%s acts once, however often it is repeated', async (action, options, body) => {
    let attempts = 0;

    const { code, seen } = await run(['quarantine', action, 'a/b', ...options], () =>
      ++attempts === 1
        ? { status: 503, json: { message: 'Service Unavailable' } }
        : { status: 200, json: entry },
    );

    expect(code).toBe(0);
    expect(seen.map(({ path }) => path)).toEqual([
      `/v1/quarantine/a%2Fb/${action}`,
      `/v1/quarantine/a%2Fb/${action}`,
    ]);
    expect(bodyOf(seen)).toEqual(body);
    const [first, second] = seen.map(({ headers }) => headers['idempotency-key']);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });
});
