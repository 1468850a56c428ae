import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'STACK_RESOURCES';

/** Before the first test of the stack: its resources as a file, which `resources` reads. */
export default async function synthesizeOnce(): Promise<void> {
  const { aStack, resourcesOf } = await import('./a-stack.ts');
  const folder = mkdtempSync(join(tmpdir(), 'farthing-stack-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'resources.json');
  writeFileSync(file, JSON.stringify([...resourcesOf(aStack())]));
  process.env[VARIABLE] = file;
}

/** Where the resources are. Throws where nobody has synthesized them. */
export function templatePath(): string {
  const path = process.env[VARIABLE];
  if (path === undefined) throw new Error('run tests of the stack by Jest, which synthesizes it');
  return path;
}
