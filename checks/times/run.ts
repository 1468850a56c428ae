import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Spent, TIMES_FILE } from './spent.ts';
import { timesTable } from './table.ts';

const FILES_MAX = 40;

/** `npm test` with whatever it is given, and after it what each test file took. */
const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'farthing-times-'));
const file = join(folder, 'times.ndjson');
try {
  const { status } = spawnSync('npm', ['test', '--', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, [TIMES_FILE]: file },
  });
  process.exitCode = status ?? 1;
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const spent = lines.map((line) => JSON.parse(line) as Spent);
  process.stdout.write(timesTable(spent, root, FILES_MAX));
} finally {
  rmSync(folder, { recursive: true });
}
