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
import { messageOf } from './json.ts';
import { lockDirectory } from './outbox-lock.ts';
import type { LeftBatch, Outbox, OutboxBatch } from './sender/outbox.ts';

export type { LeftBatch, Outbox, OutboxBatch };

/** Where an outbox keeps its files. */
export interface FileOutboxOptions {
  /** Made where it is not there. One process uses it at a time, and one sender. */
  readonly directory: string;
}

/** Files that an outbox has made: of which number, and since the names are unique by which opening. */
const own = /^\d{15,16}(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?[.]ndjson$/;

/**
 * Keeps events in files, on Node.js, Deno and Bun: a line for each, a file for each batch, deleted once the service has
 * judged its events. Events outlive the process once `track` has returned; not a machine that loses its power, as files
 * are not synced. Throws where another process uses the directory.
 */
export function fileOutbox({ directory }: FileOutboxOptions): Outbox {
  mkdirSync(directory, { recursive: true });
  const unlock = lockDirectory(directory);
  const names = readdirSync(directory)
    .filter((name) => own.test(name))
    .sort();
  const opening = crypto.randomUUID();
  let last = Number.parseInt(names.at(-1) ?? '0', 10);
  return {
    left: () => names.map((name) => leftIn(join(directory, name))),
    begin() {
      last += 1;
      return fileBatch(join(directory, `${String(last).padStart(15, '0')}-${opening}.ndjson`));
    },
    close: unlock,
  };
}

function fileBatch(path: string): OutboxBatch {
  let file: number | undefined;
  let isMade = false;
  let size = 0;
  const seal = (): void => {
    const open = file;
    file = undefined;
    if (open !== undefined) closeSync(open);
  };
  return {
    keep(text) {
      const line = Buffer.from(`${text}\n`);
      file ??= openSync(path, 'wx', 0o600);
      isMade = true;
      writeWhole(file, line, size);
      size += line.length;
    },
    seal,
    settle() {
      try {
        seal();
      } finally {
        if (isMade) rmSync(path, { force: true });
      }
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
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // It may be read another time: it stays.
    return { texts: [], unreadable: [messageOf(error)], settle: () => undefined };
  }
  // What stands behind the last end of a line was being written when the process ended: `track` never returned.
  const whole = text.split('\n').slice(0, -1);
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
