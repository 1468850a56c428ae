import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Failure } from '../../cli/failure.ts';
import { demoMeters } from '../../start/demo/magazine.ts';
import { startedAs } from '../../start/options.ts';
import type { StartRuntime } from '../../start/runtime-port.ts';
import { startLocal } from '../../start/start.ts';
import { fakeShell } from '../cli/support/fake-shell.ts';
import { fakeRuntime } from './fake-runtime.ts';

// A month of events goes through HTTP here, on machines that do other things too.
jest.setTimeout(60_000);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farthing-start-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

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
    expect(runtime.counts()).toMatchObject({ starts: 1, closes: 1 });
    expect(printed).toContain(`Farthing runs at ${String(url)}`);
    expect(printed).toContain('Played a month of a small magazine, 2026-10-01 to 2026-11-01');
    for (const { key } of demoMeters) expect(printed).toContain(key);
    expect(printed).toContain("curl -H 'Authorization: Bearer ft_test_0_secret'");
    expect(printed).toContain(
      'It stops now; the data stays. Start it again with `npm start`: what follows works while it runs.\n',
    );
    expect(warned).toContain('playing a month of demo traffic');
  });

  it('bills the month it has played, keeps the PDFs, and checks the books', async () => {
    const runtime = fakeRuntime();

    const { printed, warned } = await starting(['--once'], runtime);

    const file = join('.farthing', 'invoices', 'INV-36.pdf');
    expect(runtime.bodies).toContain('POST /v1/billing-runs {"period":"2026-10"}');
    expect(printed).toContain('Billed 2026-10: 36 invoices of 648.00 EUR in all.\n');
    expect(printed).toMatch(/INV-36 +Crossword Bot|INV-36 .*35\.50 EUR/);
    expect(printed).toContain(file);
    expect(printed).toContain('… and 24 more: npm run farthing -- invoices --period 2026-10');
    expect(printed).toContain(
      'The books have 36 documents: everything balances, and no number is missing.',
    );
    expect(await readFile(join(directory, file), 'latin1')).toBe('%PDF-1.3\n%\xff\xfe');
    for (const step of ['billing 2026-10', 'keeping PDFs of the invoices', 'checking the books']) {
      expect(warned).toContain(step);
    }
  });

  it('shows what fails while it waits', async () => {
    const runtime = fakeRuntime();
    const path = 'Documents/StoreDocuments';
    const reason = 'TimeoutError: the put took more than 5000 ms';
    runtime.meanwhile.failures = [{ path, reason, messages: 1, retrySeconds: 4 }];

    const { code, warned } = await starting(['--once'], runtime);

    expect(code).toBe(0);
    expect(warned).toContain(`StoreDocuments failed at 1 message: ${reason}. It is tried again`);
  });

  it('bills once per data directory, and leaves settings that were changed since', async () => {
    const runtime = fakeRuntime();
    await starting(['--once'], runtime);
    const before = runtime.bodies.length;

    const { code } = await starting(['--once'], runtime);

    expect(code).toBe(0);
    expect(before).toBeGreaterThan(40);
    expect(runtime.bodies).toHaveLength(before);
  });

  it('goes on where a start was killed, with the clock as it was', async () => {
    const runtime = fakeRuntime();
    const folder = join(directory, '.farthing');
    await mkdir(folder);
    await writeFile(join(folder, 'demo-clock.json'), '{"aheadMs": 0}');

    await starting(['--once', '--empty'], runtime);

    expect(runtime.moves).toEqual([null]);
    expect(await readdir(folder)).not.toContain('demo-clock.json');
  });

  it('plays a month that began more than 35 days ago as of its end, and sets the clock back', async () => {
    const runtime = fakeRuntime();

    await starting(['--once'], runtime);

    expect(runtime.moves).toEqual(['2026-11-01T00:00:00.000Z', null]);
    expect(runtime.clocks).toEqual(['2026-11-22T00:00:00.000Z']);
  });

  it('tells of dead letters, at once and when it is ready', async () => {
    const runtime = fakeRuntime();
    runtime.deadLetters.count = 1_234;

    const { printed, warned } = await starting(['--once', '--empty'], runtime);
    const { printed: without } = await starting(['--once', '--empty'], fakeRuntime());

    const note = '1,234 messages could not be worked off: `npm run farthing -- dlq list` says';
    expect(warned).toContain(note);
    expect(printed).toContain(note);
    expect(without).not.toContain('worked off');
  });

  it('leaves its address and key to the commands, for its owner alone', async () => {
    await starting(['--once', '--empty'], fakeRuntime());

    expect(await localStack()).toMatchObject({
      apiKey: 'ft_test_0_secret',
      tenant: 'demo',
      issueKeysFunction: 'issue-keys',
      environment: { AWS_REGION: 'us-east-1' },
      localSecret: 'secret-of-this-run',
    });
    const { mode } = await stat(join(directory, '.farthing', 'local.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('ends with a word when the stack cannot go on', async () => {
    const runtime = fakeRuntime();
    runtime.broken.reject(new Error('dynalite ended by itself (SIGKILL): start the runtime again'));

    const { code, warned } = await starting(['--empty'], runtime);

    expect(code).toBe(1);
    expect(warned).toContain('the local stack cannot go on: dynalite ended by itself (SIGKILL)');
    expect(runtime.counts().closes).toBe(1);
  });

  it('keeps its key and its demo over a restart', async () => {
    const runtime = fakeRuntime();
    await starting(['--once'], runtime);
    const sent = runtime.counts().batches;

    const { code, printed } = await starting(['--once', '--empty'], runtime);

    expect(code).toBe(0);
    expect(printed).toContain('It is not empty: the demo was played into .farthing before');
    expect(runtime.data.events.size).toBeGreaterThan(1000);
    expect(runtime.counts().batches).toBe(sent);
    expect([...runtime.keys]).toEqual(['ft_test_0_secret', 'ft_test_1_secret']);
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

    expect(runtime.data.events.size).toBe(0);
    expect(printed).not.toContain('not empty');
    expect(printed).toContain('npm run farthing -- init ../my-service\n');
    expect(printed).toContain('Start it again with `npm start -- --empty`: what follows');
  });

  it('is started again on the same data and port', () => {
    const options = { once: true, empty: true, port: 1234, data: 'my data' };

    expect(startedAs(options)).toBe("npm start -- --empty --port 1234 --data 'my data'");
  });

  it('serves until it is told to stop, and then ends well', async () => {
    const stop = new AbortController();
    const runtime = fakeRuntime();

    const serving = starting(['--empty'], runtime, stop.signal);
    while ((await localStack().catch(() => undefined)) === undefined)
      await new Promise(setImmediate);
    stop.abort();

    expect((await serving).code).toBe(0);
    expect(runtime.counts()).toMatchObject({ starts: 1, closes: 1 });
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
