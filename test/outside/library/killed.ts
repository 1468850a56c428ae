import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Mishap, receiver } from './receiver.ts';

const events = 100_000;
const kills = 200;
const program = join(import.meta.dirname, '../client/track-until-killed.mjs');

const mishaps: readonly Mishap[] = ['lost', 'answer-lost', 'busy', 'too-large'];

function anyMishap(count: number): Mishap {
  const drawn = Math.random();
  const mishap = mishaps[Math.floor(drawn * 20)] ?? 'none';
  // What is too large by itself is rejected for good.
  return mishap === 'too-large' && count === 1 ? 'none' : mishap;
}

function life(url: string, folder: string, last: number, isLast: boolean) {
  const places = [join(folder, 'outbox'), join(folder, 'journal')];
  const args = [program, url, ...places, String(last), isLast ? 'last' : 'killed'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(said)));
  /** Resolves once it has said so much, or has nothing more to say. */
  const hasSaid = (length: number): Promise<unknown> =>
    Promise.race([
      ended,
      sleep(20_000, undefined, { ref: false }),
      new Promise<void>((resolve) => {
        child.stdout.on('data', () => {
          if (said.length >= length) resolve();
        });
      }),
    ]);
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return { child, ended, hasSaid };
}

/**
 * Killed at any moment: while it starts, reads what is left, tracks, sends, or waits for an answer. A tenth die while
 * they start; the others after up to 850 events.
 */
async function liveAndDie(url: string, folder: string): Promise<void> {
  const { child, ended, hasSaid } = life(url, folder, events - 1, false);
  if (Math.random() < 0.9) await hasSaid(Math.ceil(Math.random() * 34));
  await sleep(Math.random() * 30);
  child.kill('SIGKILL');
  await ended;
}

/** Numbers that were tracked for certain, and those of which that is not known. */
async function journalOf(folder: string) {
  const tracked = new Set<number>();
  const asked = new Set<number>();
  for (const line of (await readFile(join(folder, 'journal'), 'utf8')).split('\n')) {
    const n = Number.parseInt(line, 10);
    if (/^\d+$/.test(line)) tracked.add(n);
    if (/^\d+\?$/.test(line)) asked.add(n);
  }
  return { tracked, uncertain: [...asked].filter((n) => !tracked.has(n)) };
}

/** Kills a process that tracks 100,000 events 200 times, and counts what arrived. Answers what went wrong. */
export async function killedSender(): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'farthing-killed-'));
  const service = await receiver(anyMishap);
  const started = performance.now();
  try {
    for (let kill = 0; kill < kills; kill += 1) await liveAndDie(service.url, folder);
    const before = (await journalOf(folder)).tracked.size;
    const last = await life(service.url, folder, events, true).ended;
    const times = new Map<number, number>();
    for (const text of service.counted.values()) {
      const { n } = (JSON.parse(text) as { readonly data: { readonly n: number } }).data;
      times.set(n, (times.get(n) ?? 0) + 1);
    }
    const { tracked, uncertain } = await journalOf(folder);
    const numbers = Array.from({ length: events }, (_, index) => index + 1);
    const known = numbers.filter((n) => !uncertain.includes(n));
    const wrong = known.filter((n) => times.get(n) !== 1);
    const twice = uncertain.filter((n) => (times.get(n) ?? 0) > 1);
    const left = (await readdir(join(folder, 'outbox'))).filter((name) => name.endsWith('.ndjson'));
    const { requests, events: sent, mishaps: failed } = service.tally;
    console.log(
      `${kills} kills up to event ${before}, ${known.length} events counted once of ${tracked.size} tracked, ` +
        `${uncertain.length} of which the journal does not know; ` +
        `${requests} requests with ${sent} events, ${failed} of which failed; ` +
        `${Math.round((performance.now() - started) / 1_000)} s`,
    );
    return [
      ...(last.includes('{"unsent":0}') ? [] : [`the last process did not send all: ${last}`]),
      ...wrong.slice(0, 5).map((n) => `event ${n} was counted ${times.get(n) ?? 0} times`),
      ...twice.slice(0, 5).map((n) => `event ${n} was counted ${times.get(n)} times`),
      ...service.conflicts.slice(0, 5).map((identity) => `${identity} came again as another`),
      ...left.map((name) => `${name} is left in the outbox`),
    ];
  } finally {
    service.close();
    await rm(folder, { recursive: true, force: true });
  }
}
