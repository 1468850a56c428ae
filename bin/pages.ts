import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildConsole } from '../console/build.ts';
import { buildReference } from '../reference/build.ts';

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'dist', 'pages'));
const [console_, docs] = [join(folder, 'console'), join(folder, 'docs')];
await Promise.all([console_, docs].map((one) => mkdir(one, { recursive: true })));
const [inputs] = await Promise.all([buildConsole(console_), buildReference(docs)]);
console.log(JSON.stringify(inputs));
