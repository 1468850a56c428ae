import { spawnSync } from 'node:child_process';

export const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version']).error === undefined;

/**
 * Runs a program of somebody else's, under UTF-8 wherever the tests run: under the plain C locale hledger reads no text
 * of other languages, and fails whatever it is asked.
 */
export function ranOutside(
  program: string,
  words: readonly string[],
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(program, words, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  return { status, stdout, stderr };
}
