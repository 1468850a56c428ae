import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Runtime, startRuntime } from '../../local/runtime.ts';
import { synthesizedFixture } from './fixture/synthesized.ts';
import { outsideOf, until } from './support.ts';

let dataDirectory: string;
let children: ChildProcess[];
beforeEach(() => {
  synthesizedFixture();
  dataDirectory = mkdtempSync(join(tmpdir(), 'farthing-data-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dataDirectory, { recursive: true, force: true, maxRetries: 3 });
});

/** A runtime in a process of its own, which a test can kill. */
async function inAnotherProcess(): Promise<{ child: ChildProcess; runtime: Runtime }> {
  const script = fileURLToPath(new URL('./fixture/run.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => {
      reject(new Error(`the runtime ended with ${code}`));
    });
  });
  return { child, runtime: JSON.parse(line) as Runtime };
}

const kill = (child: ChildProcess): Promise<unknown> => {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return ended;
};

const enginePids = (): readonly number[] =>
  (JSON.parse(readFileSync(join(dataDirectory, 'runtime.pid'), 'utf8')) as { enginePids: number[] })
    .enginePids;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a runtime that is killed in the middle of its work', () => {
  it('continues on its data, and loses nothing', async () => {
    const { child, runtime } = await inAnotherProcess();
    const before = outsideOf(runtime);
    await fetch(`${runtime.url}/v1/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'local-secret': runtime.secret },
      body: '{"now": "2015-05-20T00:00:00Z"}',
    });
    await before.send(
      'SlowUrl',
      Array.from({ length: 12 }, (_, n) => ({ key: 'work', n, milliseconds: 150 })),
    );
    await until(async () => (await before.kept('work')).length >= 3);

    await kill(child);
    const second = await startRuntime({ cloudAssembly: synthesizedFixture(), dataDirectory });
    await second.idle();
    const records = (await outsideOf(second).kept('work')).map(({ record }) => record ?? '');
    const done = records.map(bodyIn);
    const clock = new Date(second.now()).toISOString();
    await second.close();

    expect([...new Set(done)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, n) => n),
    );
    expect(clock).toMatch(/^2015-05-20T00:/);
    // What the kill interrupted has failed nobody.
    expect(new Set(records.map(receivesOf))).toEqual(new Set(['1']));
  }, 40_000);

  it('takes its engines with it', async () => {
    const { child } = await inAnotherProcess();
    const pids = enginePids();
    const before = pids.map(isAlive);

    await kill(child);
    await until(() => Promise.resolve(!pids.some(isAlive)));

    expect(before).toEqual([true, true]);
  });
});

const bodyIn = (record: string): number =>
  (JSON.parse((JSON.parse(record) as { body: string }).body) as { n: number }).n;

const receivesOf = (record: string): string | undefined =>
  (JSON.parse(record) as { attributes: Record<string, string> }).attributes[
    'ApproximateReceiveCount'
  ];

describe('a runtime whose engine is killed', () => {
  it('says that it cannot go on', async () => {
    const runtime = await startRuntime({ cloudAssembly: synthesizedFixture(), dataDirectory });
    const [dynalite = 0] = enginePids();

    process.kill(dynalite, 'SIGKILL');

    await expect(runtime.broken).rejects.toThrow('dynalite ended by itself (SIGKILL)');
    await runtime.close();
  });
});

describe('a data directory', () => {
  it('whose tables lost the file that says what holds is refused, not begun anew', async () => {
    const options = { cloudAssembly: synthesizedFixture(), dataDirectory };
    const first = await startRuntime(options);
    await first.close();
    rmSync(join(dataDirectory, 'dynamodb', 'CURRENT'));

    await expect(startRuntime(options)).rejects.toThrow('has data but no file CURRENT');
  });

  it('that a live runtime holds is refused to another, and free when that one closes', async () => {
    const options = { cloudAssembly: synthesizedFixture(), dataDirectory };
    const first = await startRuntime(options);

    await expect(startRuntime(options)).rejects.toThrow(
      `${dataDirectory} is in use by process ${process.pid}`,
    );
    await first.close();
    const second = await startRuntime(options);
    await second.close();

    expect(() => readFileSync(join(dataDirectory, 'runtime.pid'))).toThrow('ENOENT');
  });
});

describe('a runtime that is closed', () => {
  it('lets what runs end, and its engines with it', async () => {
    const runtime = await startRuntime({ cloudAssembly: synthesizedFixture(), dataDirectory });
    const pids = enginePids();
    const running = runtime.invoke('Probe', { do: 'sleep', milliseconds: 500 });

    await Promise.all([runtime.close(), runtime.close()]);

    await expect(running).resolves.toBe('slept');
    expect(pids.map(isAlive)).toEqual([false, false]);
    await expect(fetch(runtime.url)).rejects.toThrow('fetch failed');
  });
});
