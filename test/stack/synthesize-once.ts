import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aStack, resourcesOf } from './a-stack.ts';
import { RESOURCES_FILE } from './resource.ts';

/** Before the first test of the stack: its resources as a file, which `resources` reads. */
export default async function synthesizeOnce(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-stack-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'resources.json');
  writeFileSync(file, JSON.stringify([...resourcesOf(aStack())]));
  process.env[RESOURCES_FILE] = file;
}
