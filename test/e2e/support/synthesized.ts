import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesize } from '../../../start/synthesize.ts';

export const root = resolve(import.meta.dirname, '../../..');

/** A local stack, synthesized with these settings; it is there until this process ends. */
export async function synthesized(
  settings: NonNullable<Parameters<typeof synthesize>[0]['settings']>,
): Promise<string> {
  const output = mkdtempSync(join(tmpdir(), 'farthing-e2e-assembly-'));
  process.on('exit', () => {
    rmSync(output, { recursive: true, force: true });
  });
  await synthesize({ root, output, signal: new AbortController().signal, settings });
  return output;
}
