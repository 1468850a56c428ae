import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

interface Page {
  /** Beside this file. */
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

/** The console, for who looks after a tenant. */
export const buildConsole = (folder: string): Promise<readonly string[]> =>
  buildPage(folder, {
    html: 'index.html',
    script: 'src/main.tsx',
    style: 'src/styles/console.css',
  });

/** The page of a reader, for who asks with a payer's token. */
export const buildMe = (folder: string): Promise<readonly string[]> =>
  buildPage(folder, { html: 'me.html', script: 'src/me/main.tsx', style: 'src/me/me.css' });

/** The page of a payee, for who asks with a payee's token. */
export const buildPayee = (folder: string): Promise<readonly string[]> =>
  buildPage(folder, {
    html: 'payee.html',
    script: 'src/payee/main.tsx',
    style: 'src/payee/payee.css',
  });

/**
 * Writes a page to a folder: `index.html`, and what it loads under `assets/`, by names that change with what is in
 * them. All paths are relative, so that it works wherever it is put. Answers the files that it is made of.
 */
async function buildPage(
  folder: string,
  { html: name, script, style }: Page,
): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [join(here, script), join(here, style)],
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
    if (found === undefined) throw new Error(`the bundle of ${name} has no ${ending}`);
    return `assets/${basename(found)}`;
  };
  const page = await readFile(join(here, name), 'utf8');
  const html = page
    .replace(`./${script}`, () => named('.js'))
    .replace(`./${style}`, () => named('.css'));
  await writeFile(join(folder, 'index.html'), html);
  return Object.keys(metafile.inputs);
}
