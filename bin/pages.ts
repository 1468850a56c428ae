import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildConsole } from '../console/build.ts';
import { buildReference } from '../reference/build.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist', 'pages'));
const builders = { console: buildConsole, docs: buildReference };
for (const [name, build] of Object.entries(builders)) {
  await mkdir(join(folder, name), { recursive: true });
  await build(join(folder, name));
}
