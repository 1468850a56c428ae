import { constants, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { jsonFrom, membersOf } from './json.ts';

const held = Symbol.for('farthing.outboxes');

/** Directories that this thread uses. */
const used: Set<string> = (globalThis as { [held]?: Set<string> })[held] ?? new Set();
Object.assign(globalThis, { [held]: used });

/** How every lock begins. What was being written when its process ended may end anywhere. */
const lockStart = '{"pid":';

/** How long whoever makes a lock may take to write it. */
const writingMs = 50;

const atTheSameTime = 'a process that started at the same time';

/**
 * Keeps a directory for this process, and answers how to let it go. Throws where another process has it, that still
 * runs. The lock of one that was killed is taken over.
 */
export function lockDirectory(directory: string): () => void {
  const path = resolve(directory);
  const file = join(path, 'lock');
  const holder = used.has(path) ? 'another sender of this process' : holderLeft(file);
  const mine = JSON.stringify({ pid: process.pid, since: startOf(process.pid) });
  const other = holder ?? (isMade(file, mine) ? undefined : atTheSameTime);
  if (other !== undefined) {
    const advice = `give each sender a directory of its own, or delete ${file} if that is gone`;
    throw new Error(`${directory} is the outbox of ${other}: ${advice}`);
  }
  used.add(path);
  return () => {
    if (used.delete(path) && textIn(file) === mine) rmSync(file, { force: true });
  };
}

/** Who has a lock; undefined where there is none, once that of a process that was killed is away. */
function holderLeft(file: string): string | undefined {
  const text = wholeTextIn(file);
  if (text === undefined) return undefined;
  const holder = holderFrom(text);
  if (holder !== undefined && isAlive(holder)) return whoIs(holder);
  if (holder === undefined && !lockStart.startsWith(text.slice(0, lockStart.length))) {
    throw new Error(`${file} is not of an outbox: give that a directory of its own`);
  }
  return isTakenAway(file, text) ? undefined : atTheSameTime;
}

/** False where another process was faster. */
function isMade(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

interface Holder {
  readonly pid: number;
  /** When it was started, by the clock of the kernel; null where that cannot be told. */
  readonly since: string | null;
}

const whoIs = ({ pid }: Holder): string =>
  pid === process.pid ? 'another sender of this process, or of a thread of it' : `process ${pid}`;

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** What is not whole is being written, unless its process was killed meanwhile: a moment tells. */
function wholeTextIn(file: string): string | undefined {
  const text = textIn(file);
  if (text === undefined || holderFrom(text) !== undefined) return text;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, writingMs);
  return textIn(file);
}

function holderFrom(text: string): Holder | undefined {
  const { pid, since } = membersOf(jsonFrom(text));
  if (typeof pid !== 'number' || pid <= 0) return undefined;
  return { pid, since: typeof since === 'string' ? since : null };
}

/** Removes a lock, unless another process has just made it its own: only one can move it. */
function isTakenAway(file: string, text: string): boolean {
  const moved = `${file}-${process.pid}`;
  try {
    renameSync(file, moved);
  } catch {
    return false;
  }
  const isSame = textIn(moved) === text;
  if (!isSame) copyFileSync(moved, file, constants.COPYFILE_EXCL);
  rmSync(moved, { force: true });
  return isSame;
}

/** The number of a process is given again: it is the same only where it was started at the same time. */
function isAlive({ pid, since }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Whoever may not ask knows no more: then the start decides.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return since === startOf(pid);
}

function startOf(pid: number): string | null {
  try {
    // The 22nd field; the second, in parentheses, may have spaces.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
