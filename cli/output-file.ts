import { open, rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exitCode, Failure } from './failure.ts';
import type { Session } from './session.ts';
import { systemErrorCode } from './system-error.ts';

/**
 * Writes text or bytes to a file, or to standard output where there is none or it is `-`, while they come.
 * A file has its name only when all of it is there: until then it is `FILE.part`. One that is secret only its owner
 * may read.
 */
export async function writeOut(
  { shell }: Session,
  pieces: AsyncIterable<string | Uint8Array> | readonly (string | Uint8Array)[],
  file: string | undefined,
  { isSecret = false }: { readonly isSecret?: boolean } = {},
): Promise<number> {
  if (isStandardOutput(file)) {
    for await (const piece of pieces) shell.out(piece);
    return exitCode.ok;
  }
  const path = resolve(shell.workingDirectory, file);
  const part = `${path}.part`;
  try {
    // The mode counts only of a file that is made here.
    if (isSecret) await rm(part, { force: true });
    const handle = await (isSecret ? open(part, 'wx', 0o600) : open(part, 'w'));
    try {
      for await (const piece of pieces) await handle.writeFile(piece);
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

/** Writes a file whole or not at all, however the command ends: who finds it there need not write it again. */
export async function wholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, content);
  await rename(part, path);
}

/** Whether `-o` names no file. */
export const isStandardOutput = (file: string | undefined): file is '-' | undefined =>
  file === undefined || file === '-';
