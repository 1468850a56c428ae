import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { usageFailure } from './failure.ts';
import type { Shell } from './shell.ts';
import { systemErrorCode } from './system-error.ts';

/** All of a file, as text. */
export async function textFile(shell: Shell, file: string): Promise<string> {
  const path = resolve(shell.workingDirectory, file);
  const bytes = await readFile(path).catch((error: unknown) => {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw usageFailure(`cannot read ${file} (${code})`);
  });
  return textFrom(bytes, file);
}

/** Without the byte order mark that some editors put first. */
export function textFrom(bytes: Uint8Array, file: string): string {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  throw usageFailure(`save ${file} as UTF-8: it has bytes that are not, and names would change`);
}
