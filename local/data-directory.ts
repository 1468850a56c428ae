import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, parseJson } from './template/json.ts';
import { writeWhole } from './write-whole.ts';

/** The data directory, held by this process. */
export interface DataDirectory {
  readonly path: string;
  /** Notes the engines' processes, which may outlive a killed runtime by a moment. */
  note(enginePids: readonly number[]): void;
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** Tells two processes apart that had the same id one after the other. */
  readonly born: string;
  readonly enginePids: readonly number[];
}

/** How long the engines of a killed runtime are waited for. */
const enginesEndWithinMs = 10_000;

/**
 * Takes the directory for this process, making it if need be. Rejects when another live runtime holds it: two engines
 * on one set of files would destroy it. A holder that is no longer alive is forgotten.
 */
async function holdDataDirectory(path: string): Promise<DataDirectory> {
  mkdirSync(path, { recursive: true });
  const file = join(path, 'runtime.pid');
  const self: Holder = { pid: process.pid, born: birthOf(process.pid), enginePids: [] };
  while (!create(file, self)) {
    const holder = holderIn(file);
    if (holder !== undefined && isAlive(holder.pid, holder.born)) {
      throw new Error(
        `${path} is in use by process ${holder.pid}: stop that runtime first, or choose another data directory`,
      );
    }
    await enginesEnd(holder?.enginePids ?? [], path);
    rmSync(file, { force: true });
  }
  return {
    path,
    note: (enginePids) => {
      writeWhole(file, JSON.stringify({ ...self, enginePids }));
    },
    release: () => {
      rmSync(file, { force: true });
    },
  };
}

/** The same until `closers` are called, where a directory is named. */
export async function directoryUntilClosed(
  path: string | undefined,
  closers: (() => unknown)[],
): Promise<DataDirectory | undefined> {
  if (path === undefined) return undefined;
  const directory = await holdDataDirectory(path);
  closers.unshift(() => {
    directory.release();
  });
  return directory;
}

/** Makes the file with its content in one step; false when it is there already. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function holderIn(file: string): Holder | undefined {
  let content: Json;
  try {
    content = parseJson(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(content)) return undefined;
  const { pid, born, enginePids } = content;
  return {
    pid: Number(pid),
    born: String(born),
    enginePids: Array.isArray(enginePids) ? enginePids.map(Number) : [],
  };
}

async function enginesEnd(pids: readonly number[], path: string): Promise<void> {
  const until = performance.now() + enginesEndWithinMs;
  for (const pid of pids) {
    while (isAlive(pid, undefined)) {
      if (performance.now() > until) {
        throw new Error(
          `${path} is still open in process ${pid} of an earlier runtime: end it first`,
        );
      }
      await sleep(20);
    }
  }
}

function isAlive(pid: number, born: string | undefined): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process is alive, too.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const birth = birthOf(pid);
  if (birth === 'zombie') return false;
  return born === undefined || birth === born;
}

/** When a process started, in the kernel's words; the same for all where there is no /proc. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
