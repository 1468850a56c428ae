import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { lockDirectory } from './outbox-lock.ts';
import type { LeftBatch, Outbox, OutboxBatch } from './sender/outbox.ts';

export type { LeftBatch, Outbox, OutboxBatch };

/** Where an outbox keeps its files. */
export interface FileOutboxOptions {
  /** Made where it is not there. One process uses it at a time, and one sender. */
  readonly directory: string;
}

const suffix = '.ndjson';

/**
 * Keeps events in files, on Node.js, Deno and Bun: a line for each, a file for each batch, deleted once the service has
 * judged its events. Events outlive the process once `track` has returned; not a machine that loses its power, as files
 * are not synced. Throws where another process uses the directory.
 */
export function fileOutbox({ directory }: FileOutboxOptions): Outbox {
  mkdirSync(directory, { recursive: true });
  const unlock = lockDirectory(directory);
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(suffix))
    .sort();
  let last = Number.parseInt(names.at(-1) ?? '0', 10);
  return {
    left: () => names.map((name) => leftIn(join(directory, name))),
    begin() {
      last += 1;
      return fileBatch(join(directory, `${String(last).padStart(15, '0')}${suffix}`));
    },
    close: unlock,
  };
}

function fileBatch(path: string): OutboxBatch {
  let file: number | undefined;
  let size = 0;
  const seal = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    keep(text) {
      const line = Buffer.from(`${text}\n`);
      file ??= openSync(path, 'wx', 0o600);
      writeWhole(file, line, size);
      size += line.length;
    },
    seal,
    settle() {
      seal();
      rmSync(path, { force: true });
    },
  };
}

/** At this place, or not at all. */
function writeWhole(file: number, bytes: Buffer, at: number): void {
  let written = 0;
  try {
    while (written < bytes.length) {
      written += writeSync(file, bytes, written, bytes.length - written, at + written);
    }
  } catch (error) {
    ftruncateSync(file, at);
    throw error;
  }
}

function leftIn(path: string): LeftBatch {
  const lines = readFileSync(path, 'utf8').split('\n');
  // What stands behind the last end of a line was being written when the process ended: `track` never returned.
  const whole = lines.slice(0, -1);
  return {
    texts: whole.filter(isEvent),
    unreadable: whole.filter((line) => !isEvent(line)),
    settle: () => rmSync(path, { force: true }),
  };
}

function isEvent(line: string): boolean {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
