import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Makes what is packed: the sources as ES modules and as CommonJS, each with its types. */
const here = import.meta.dirname;
const typescript = createRequire(import.meta.url).resolve('@typescript/native/package.json');
const compiler = join(dirname(typescript), 'bin/tsc');

rmSync(join(here, 'dist'), { recursive: true, force: true });
for (const [format, type] of [
  ['esm', 'module'],
  ['commonjs', 'commonjs'],
] as const) {
  execFileSync(process.execPath, [compiler, '--project', join(here, `tsconfig.${format}.json`)], {
    stdio: 'inherit',
  });
  const folder = join(here, 'dist', format);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type })}\n`);
}

/** The compiler leaves the names of files in types as they are in the sources. */
const types = readdirSync(join(here, 'dist'), { recursive: true, encoding: 'utf8' });
for (const name of types.filter((path) => path.endsWith('.d.ts'))) {
  const path = join(here, 'dist', name);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll(/(from '[.]{1,2}\/[^']+)[.]ts'/g, "$1.js'"));
}
