import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildConsole, buildMe } from '../console/build.ts';
import { buildReference } from '../reference/build.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist', 'pages'));
const [console_, me, docs] = ['console', 'me', 'docs'].map((name) => join(folder, name)) as [
  ...[string, string, string],
];
await Promise.all([console_, me, docs].map((one) => mkdir(one, { recursive: true })));
const [ofConsole, ofMe] = await Promise.all([
  buildConsole(console_),
  buildMe(me),
  buildReference(docs),
]);
console.log(JSON.stringify([...new Set([...ofConsole, ...ofMe])]));
