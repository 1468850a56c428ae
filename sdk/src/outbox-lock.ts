import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const held = Symbol.for('farthing.outboxes');

/** Directories that this process uses: the lock of a file says only which process it is. */
const used: Set<string> = (globalThis as { [held]?: Set<string> })[held] ?? new Set();
Object.assign(globalThis, { [held]: used });

/**
 * Keeps a directory for this process, and answers how to let it go. Throws where another process has it, that still
 * runs. The lock of one that was killed is taken over.
 */
export function lockDirectory(directory: string): () => void {
  const path = resolve(directory);
  const file = join(path, 'lock');
  const holder = holderOf(file);
  if (used.has(path) || (holder !== undefined && isOther(holder) && isAlive(holder))) {
    const who = used.has(path) ? 'another sender of this process' : `process ${holder?.pid}`;
    throw new Error(
      `${directory} is the outbox of ${who}: give each sender a directory of its own`,
    );
  }
  rmSync(file, { force: true });
  const mine = { pid: process.pid, since: startOf(process.pid) };
  writeFileSync(file, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
  used.add(path);
  return () => {
    if (used.delete(path)) rmSync(file, { force: true });
  };
}

interface Holder {
  readonly pid: number;
  /** When it was started, by the clock of the kernel; null where that cannot be told. */
  readonly since: string | null;
}

function holderOf(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    // There is none, or it was being written when its process ended.
    return undefined;
  }
}

const isOther = ({ pid }: Holder): boolean => pid !== process.pid;

/** The number of a process is given again: it is the same only where it was started at the same time. */
function isAlive({ pid, since }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
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
