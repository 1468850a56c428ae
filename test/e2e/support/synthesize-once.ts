import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesize } from '../../../start/synthesize.ts';

/**
 * Before the first test that starts the stack: what `npm start` synthesizes, once for all of the run's runtimes instead
 * of for each of them. Where it is, tests read from `E2E_CLOUD_ASSEMBLY`.
 */
export default async function synthesizeOnce(): Promise<void> {
  if (process.env['E2E_CLOUD_ASSEMBLY'] !== undefined) return;
  const output = mkdtempSync(join(tmpdir(), 'farthing-e2e-assembly-'));
  process.on('exit', () => {
    rmSync(output, { recursive: true, force: true });
  });
  const root = resolve(import.meta.dirname, '../../..');
  await synthesize({ root, output, signal: new AbortController().signal });
  process.env['E2E_CLOUD_ASSEMBLY'] = output;
}
