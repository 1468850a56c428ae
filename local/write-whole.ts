import { renameSync, writeFileSync } from 'node:fs';

/** Makes a file appear whole or not at all, also where this process is killed meanwhile. `mode`: who may read it. */
export function writeWhole(file: string, content: string, mode?: number): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content, mode === undefined ? {} : { mode });
  renameSync(draft, file);
}
