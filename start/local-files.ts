import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { types } from 'node:util';
import { type LocalStack, localStackIn } from '../cli/connection.ts';
import { jsonFrom, textAt } from '../cli/http/json.ts';

/**
 * Writes `local.json` for the commands and scripts of this machine; only its owner can read it, because it holds a key.
 */
export const writeLocalStack = (directory: string, stack: LocalStack): Promise<void> =>
  writeWhole(join(directory, 'local.json'), { ...stack, pid: process.pid });

/** The stack that is answering on this data already, or undefined: two on the same data would spoil it. */
export async function runningStackIn(directory: string): Promise<LocalStack | undefined> {
  const stack = localStackIn(directory);
  if (stack === undefined) return undefined;
  try {
    const signal = AbortSignal.timeout(2000);
    const answer = await fetch(new URL('/v1/clock', stack.url), { signal });
    return textAt(jsonFrom(await answer.text()), 'now') === undefined ? undefined : stack;
  } catch (error) {
    // Nobody there, or nobody who answers: what a stack leaves behind when it stops.
    if (types.isNativeError(error) || error instanceof DOMException) return undefined;
    throw error;
  }
}

/** Makes the file appear whole or not at all. */
export async function writeWhole(file: string, content: unknown): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** Paths of all files below a folder, in one order everywhere. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((one) => one.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}
