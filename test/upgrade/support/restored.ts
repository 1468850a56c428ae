import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { LocalFarthing } from '../../e2e/support/local-stack.ts';
import { Client, type Keys } from './client.ts';
import type { Continued } from './continuation.ts';
import type { QueuedMessage } from './engines.ts';
import { leftAt } from './reads.ts';

export const fixture = join(import.meta.dirname, '..', 'fbdfb75');

const jsonIn = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));

export const keysIn = (folder: string): Keys =>
  (jsonIn(folder, 'left.json') as { readonly keys: Keys }).keys;

/** Messages that the old code sent while it went on with the fixture. */
export const recordedMessages = (): readonly QueuedMessage[] =>
  jsonIn(fixture, 'messages.json') as readonly QueuedMessage[];

/** What the old code answered while it went on with the fixture; of later phases only what had changed. */
export const recordedAnswers = (): Continued =>
  JSON.parse(
    brotliDecompressSync(readFileSync(join(fixture, 'answers.json.br'))).toString('utf8'),
  ) as Continued;

/** A fixture's data directory, by whose clock it is the moment when it was left. */
export async function unpacked(folder: string): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'farthing-upgrade-'));
  const input = brotliDecompressSync(readFileSync(join(folder, 'data.tar.br')));
  execFileSync('tar', ['-xf', '-', '-C', parent], { input });
  const directory = join(parent, 'data');
  const offset = Date.parse(leftAt) - Date.now();
  await writeFile(join(directory, 'clock-offset-ms'), String(offset));
  return directory;
}

/** Today's code on the data directory of the old, whose process was killed at `leftAt`. */
export async function upgraded(): Promise<Client> {
  const farthing = LocalFarthing.on(await unpacked(fixture));
  await farthing.start();
  return new Client(farthing, keysIn(fixture));
}
