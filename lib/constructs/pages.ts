import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { extname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Whether this is the package of the construct, which has the pages as they were built for it. */
const isPacked = extname(import.meta.filename) === '.js';

/**
 * Puts the console and the reference into a folder that is not there yet. They are built by a process of their own:
 * building takes its time asynchronously, and a construct cannot wait. Answers the files that are bundled into them.
 * Throws where they cannot be built.
 */
export function putPages(folder: string): readonly string[] {
  if (isPacked) {
    cpSync(join(root, 'pages'), folder, { recursive: true });
    return [];
  }
  const builder = join(root, 'bin', 'pages.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, folder], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the pages cannot be built:\n${stderr}`);
  return JSON.parse(stdout) as readonly string[];
}
