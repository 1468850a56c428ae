import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { demoMeters } from '../../cli/demo/magazine.ts';
import { Failure } from '../../cli/failure.ts';
import type { StartRuntime } from '../../cli/start/runtime-port.ts';
import { startLocal } from '../../cli/start/start.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import { fakeShell } from './support/fake-shell.ts';

// A month of events goes through HTTP here, on machines that do other things too.
jest.setTimeout(60_000);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-start-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** A runtime that is a fake service from `startRuntime` to `close`. */
function fakeRuntime() {
  const keys = new Set<string>();
  const events = new Map<string, unknown>();
  let starts = 0;
  let closes = 0;
  const startRuntime: StartRuntime = async () => {
    starts += 1;
    const service = await fakeFarthing(({ headers, path }) =>
      path === '/v1/clock' || keys.has((headers.authorization ?? '').replace('Bearer ', ''))
        ? undefined
        : { status: 403, json: { message: 'Forbidden' } },
    );
    return {
      url: service.url,
      outputs: { IssueKeysFunctionName: 'issue-keys' },
      environment: { AWS_REGION: 'us-east-1' },
      now: () => Date.UTC(2026, 10, 22),
      idle: () => Promise.resolve(),
      invoke: (name, payload) => {
        expect([name, payload]).toEqual([
          'issue-keys',
          expect.objectContaining({ tenant: 'demo' }),
        ]);
        const key = `ft_test_${keys.size}_secret`;
        keys.add(key);
        return Promise.resolve({ key });
      },
      close: async () => {
        closes += 1;
        for (const event of service.events()) events.set(event.id, event);
        await service[Symbol.asyncDispose]();
      },
    };
  };
  return { startRuntime, keys, events, counts: () => ({ starts, closes }) };
}

async function starting(
  args: readonly string[],
  runtime: ReturnType<typeof fakeRuntime>,
  stop: AbortSignal = new AbortController().signal,
) {
  const { shell, printed, warned } = fakeShell({ workingDirectory: directory });
  const synthesize = () => Promise.resolve();
  const { startRuntime } = runtime;
  const code = await startLocal(args, shell, { startRuntime, synthesize, stop });
  return { code, printed: printed(), warned: warned() };
}
const localStack = async () =>
  JSON.parse(await readFile(join(directory, '.farthing', 'local.json'), 'utf8')) as Record<
    string,
    unknown
  >;

describe('npm start', () => {
  it('plays the demo, says what to try next, and stops with --once', async () => {
    const runtime = fakeRuntime();

    const { code, printed, warned } = await starting(['--once'], runtime);

    const { url } = await localStack();
    expect(code).toBe(0);
    expect(runtime.counts()).toEqual({ starts: 1, closes: 1 });
    expect(printed).toContain(`Farthing runs at ${String(url)}`);
    expect(printed).toContain('Played a month of a small magazine, 2026-10-22 to 2026-11-22');
    for (const { key } of demoMeters) expect(printed).toContain(key);
    expect(printed).toContain("curl -H 'Authorization: Bearer ft_test_0_secret'");
    expect(warned).toContain('playing a month of demo traffic');
  });

  it('leaves its address and key to the commands, for its owner alone', async () => {
    await starting(['--once', '--empty'], fakeRuntime());

    expect(await localStack()).toMatchObject({
      apiKey: 'ft_test_0_secret',
      tenant: 'demo',
      issueKeysFunction: 'issue-keys',
      environment: { AWS_REGION: 'us-east-1' },
    });
    const { mode } = await stat(join(directory, '.farthing', 'local.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('keeps its key and its demo over a restart', async () => {
    const runtime = fakeRuntime();
    await starting(['--once'], runtime);
    const sent = runtime.events.size;
    runtime.events.clear();

    const { code } = await starting(['--once', '--empty'], runtime);

    expect(code).toBe(0);
    expect(sent).toBeGreaterThan(1000);
    expect(runtime.events.size).toBe(0);
    expect([...runtime.keys]).toEqual(['ft_test_0_secret']);
  });

  it('makes a new key when the one it knows is revoked', async () => {
    const runtime = fakeRuntime();
    await starting(['--once', '--empty'], runtime);
    runtime.keys.delete('ft_test_0_secret');
    runtime.keys.add('another');

    await starting(['--once', '--empty'], runtime);

    expect(await localStack()).toMatchObject({ apiKey: 'ft_test_1_secret' });
  });

  it('starts without meters, customers and usage with --empty', async () => {
    const runtime = fakeRuntime();

    const { printed } = await starting(['--once', '--empty'], runtime);

    expect(runtime.events.size).toBe(0);
    expect(printed).toContain('npm run farthing -- meters apply');
  });

  it('serves until it is told to stop, and then ends well', async () => {
    const stop = new AbortController();
    const runtime = fakeRuntime();

    const serving = starting(['--empty'], runtime, stop.signal);
    while ((await localStack().catch(() => undefined)) === undefined)
      await new Promise(setImmediate);
    stop.abort();

    expect((await serving).code).toBe(0);
    expect(runtime.counts()).toEqual({ starts: 1, closes: 1 });
  });

  it('refuses to run twice on the same data', async () => {
    const stop = new AbortController();
    const serving = starting(['--empty'], fakeRuntime(), stop.signal);
    while ((await localStack().catch(() => undefined)) === undefined)
      await new Promise(setImmediate);
    const second = fakeRuntime();

    const { code, warned } = await starting(['--empty'], second);
    stop.abort();
    await serving;

    expect(code).toBe(1);
    expect(warned).toContain('is running on this data already');
    expect(second.counts().starts).toBe(0);
  });

  it('says that the port is taken', async () => {
    const taken: StartRuntime = () =>
      Promise.reject(Object.assign(new Error('listen'), { code: 'EADDRINUSE' }));

    const { code, warned } = await starting([], { ...fakeRuntime(), startRuntime: taken });

    expect(code).toBe(1);
    expect(warned).toContain(
      'error: port 8787 is taken: choose another with `npm start -- --port N`',
    );
  });

  it('says why the runtime does not start, and where there is more', async () => {
    const broken: StartRuntime = () => Promise.reject(new Error('the data is in use by process 1'));

    const { code, warned } = await starting([], { ...fakeRuntime(), startRuntime: broken });

    expect(code).toBe(1);
    expect(warned).toContain('error: the stack did not start: the data is in use by process 1');
    const log = await readFile(join(directory, '.farthing', 'runtime.log'), 'utf8');
    expect(log).toContain('Error: the data is in use by process 1\n    at ');
  });

  it('says that its test clock is not at the time of the machine', async () => {
    const runtime = fakeRuntime();
    const moved: StartRuntime = async (options) => ({
      ...(await runtime.startRuntime(options)),
      now: () => Date.UTC(2015, 4, 20),
    });

    const { printed } = await starting(['--once', '--empty'], { ...runtime, startRuntime: moved });
    const usual = await starting(['--once', '--empty'], fakeRuntime());

    expect(printed).toContain('Its test clock says 2015-05-20T00:00:00.000Z');
    expect(usual.printed).not.toContain('test clock');
  });

  it('says why the stack does not synthesize', async () => {
    const { shell, warned } = fakeShell({ workingDirectory: directory });
    const synthesize = () => Promise.reject(new Failure('the stack does not synthesize:\nreason'));
    const { startRuntime } = fakeRuntime();
    const stop = new AbortController().signal;

    const code = await startLocal([], shell, { startRuntime, synthesize, stop });

    expect(code).toBe(1);
    expect(warned()).toContain('the stack does not synthesize:\nreason');
  });

  it.each([
    [['--port', '70000'], 2, 'A port is a number from 0 to 65535.'],
    [['--forever'], 2, "unknown option '--forever'"],
  ])('is called wrongly with %j', async (args, expected, message) => {
    const { code, warned } = await starting(args, fakeRuntime());

    expect(code).toBe(expected);
    expect(warned).toContain(message);
  });

  it('explains itself with --help', async () => {
    const { code, printed } = await starting(['--help'], fakeRuntime());

    expect(code).toBe(0);
    for (const option of ['--once', '--empty', '--port', '--data'])
      expect(printed).toContain(option);
  });
});
