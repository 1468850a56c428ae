import { renameSync, writeFileSync } from 'node:fs';

/** Makes a file appear whole or not at all, also where this process is killed meanwhile. */
export function writeWhole(file: string, content: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
