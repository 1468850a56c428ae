import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exitCode, Failure } from './failure.ts';
import type { Session } from './session.ts';
import { systemErrorCode } from './system-error.ts';

/**
 * Writes text to a file or to standard output while it comes. A file has its name only when all of it is there: until then it is
 * `FILE.part`.
 */
export async function writtenAsItComes(
  { shell }: Session,
  pieces: AsyncIterable<string>,
  file: string | undefined,
): Promise<number> {
  if (file === undefined || file === '-') {
    for await (const piece of pieces) shell.out(piece);
    return exitCode.ok;
  }
  const path = resolve(shell.workingDirectory, file);
  const part = `${path}.part`;
  try {
    const handle = await open(part, 'w');
    try {
      for await (const piece of pieces) await handle.write(piece);
    } finally {
      await handle.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    const code = error instanceof Failure ? undefined : systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write ${file} (${code})`);
  }
  shell.err(`written to ${file}\n`);
  return exitCode.ok;
}
