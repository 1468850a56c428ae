import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aStack, templateOf } from './a-stack.ts';
import { TEMPLATE_FILE } from './resource.ts';

/** Before the first test of the stack: its template as a file, which `template` reads. */
export default async function synthesizeOnce(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'farthing-stack-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(templateOf(aStack())));
  process.env[TEMPLATE_FILE] = file;
}
