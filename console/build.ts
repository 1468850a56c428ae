import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

/**
 * Writes the console to a folder: `index.html`, and what it loads under `assets/`, by names that change with what is in
 * them. All paths are relative, so that it works wherever it is put. Answers the files that it is made of.
 */
export async function buildConsole(folder: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(here, 'src/main.tsx'), join(here, 'src/styles/console.css')],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: ['es2023', 'chrome120', 'firefox120', 'safari17'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  const named = (ending: string): string => {
    const found = Object.keys(metafile.outputs).find((name) => name.endsWith(ending));
    if (found === undefined) throw new Error(`the bundle of the console has no ${ending}`);
    return `assets/${basename(found)}`;
  };
  const page = await readFile(join(here, 'index.html'), 'utf8');
  const html = page
    .replace('./src/main.tsx', () => named('.js'))
    .replace('./src/styles/console.css', () => named('.css'));
  await writeFile(join(folder, 'index.html'), html);
  return Object.keys(metafile.inputs);
}
