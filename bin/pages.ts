import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildConsole, buildMe, buildPayee } from '../console/build.ts';
import { buildReference } from '../reference/build.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist', 'pages'));
const builds = [
  ['console', buildConsole],
  ['me', buildMe],
  ['payee', buildPayee],
] as const;
const docs = join(folder, 'docs');
const under = (name: string): string => join(folder, name);
await Promise.all(
  [docs, ...builds.map(([name]) => under(name))].map((one) => mkdir(one, { recursive: true })),
);
const [files] = await Promise.all([
  Promise.all(builds.map(([name, build]) => build(under(name)))),
  buildReference(docs),
]);
console.log(JSON.stringify([...new Set(files.flat())]));
