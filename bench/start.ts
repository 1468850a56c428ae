import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchEvents, bodiesOf } from './events.ts';
import { send } from './sender.ts';
import { call, meters } from './stack.ts';

/** How soon `npm start` is there, and what it holds after a load. */
export interface Start {
  /** Of a new installation, on no data: until it has played and billed the demo, and has stopped. */
  readonly firstSeconds: number;
  /** The same once more, on the data of the first. */
  readonly againSeconds: number;
  /** Of the process that runs the functions, a minute after a load; undefined where the system does not say. */
  readonly megabytesAfter: number | undefined;
}

const root = join(import.meta.dirname, '..');
const EVENTS = 30_000;
const EVENTS_PER_REQUEST = 500;
const CONNECTIONS = 4;
const AFTER_MS = 60_000;
const READY_MS = 120_000;

/** Starts the local stack twice with its demo, then without it for a load; takes what was synthesized before away. */
export async function measureStart(say: (line: string) => void): Promise<Start> {
  const directory = await mkdtemp(join(tmpdir(), 'farthing-start-'));
  try {
    await rm(join(root, 'node_modules/.cache/farthing/synthesis'), {
      recursive: true,
      force: true,
    });
    const demo = join(directory, 'demo');
    say('start: first, with the demo');
    const firstSeconds = await started(['--once', '--data', demo]);
    say('start: again');
    const againSeconds = await started(['--once', '--data', demo]);
    say(`start: ${EVENTS} events, and a minute`);
    const megabytesAfter = await memoryAfterLoad(join(directory, 'empty'));
    return { firstSeconds, againSeconds, megabytesAfter };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const launched = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(root, 'bin/local.ts'), '--port', '0', ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

async function started(args: readonly string[]): Promise<number> {
  const begun = performance.now();
  const child = launched(args);
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`npm start ended with ${child.exitCode}`);
  return (performance.now() - begun) / 1_000;
}

async function memoryAfterLoad(data: string): Promise<number | undefined> {
  const child = launched(['--empty', '--data', data]);
  try {
    const { url, apiKey } = await standing(join(data, 'local.json'));
    for (const [key, meter] of Object.entries(meters)) {
      await call({ url }, apiKey, 'PUT', `/v1/meters/${key}`, meter);
    }
    const from = Date.now() - 3_600_000;
    const events = benchEvents({ count: EVENTS, from, perSecond: 1_000, seed: 1 });
    const bodies = bodiesOf(events, EVENTS_PER_REQUEST);
    await send({ url, apiKey, bodies, connections: CONNECTIONS });
    await sleep(AFTER_MS);
    return await megabytesOf(child.pid);
  } finally {
    const closed = once(child, 'close');
    child.kill('SIGINT');
    await closed;
  }
}

/** Where a stack that was started answers, once it does. */
async function standing(file: string): Promise<{ readonly url: string; readonly apiKey: string }> {
  const giveUpAt = performance.now() + READY_MS;
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return JSON.parse(text) as { url: string; apiKey: string };
    if (performance.now() > giveUpAt) throw new Error('npm start did not come up');
    await sleep(200);
  }
}

async function megabytesOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return resident === undefined ? undefined : Number(resident) / 1_024;
}
