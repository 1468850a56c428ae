import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

const here = import.meta.dirname;

const head = `// Checks Farthing's bills with nothing of Farthing: node verify.mjs --help
// Made of verify/src by "npm run verify:build", in which it can be read part by part. Apache-2.0.
`;

const bundled = async (entry: string, options: BuildOptions): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    ...{ bundle: true, format: 'esm', charset: 'utf8', logLevel: 'warning', absWorkingDir: here },
    ...options,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

/** The program in one file, as anybody can read and run it. */
export const programText = (): Promise<string> =>
  bundled('src/main.ts', { platform: 'node', target: 'node20', banner: { js: head } });

/** The page in one file: nothing of it is loaded, and its policy lets nothing be sent. */
export async function pageText(): Promise<string> {
  const [script, style, page] = await Promise.all([
    bundled('page/page.ts', { target: ['es2023', 'chrome137', 'firefox130', 'safari17'] }),
    bundled('page/page.css', {}),
    readFile(join(here, 'page/page.html'), 'utf8'),
  ]);
  const hashOf = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    ...['img-src data:', "base-uri 'none'", "form-action 'none'"],
  ].join('; ');
  return page
    .replace('POLICY', () => policy)
    .replace('<link rel="stylesheet" href="./page.css" />', () => `<style>${style}</style>`)
    .replace(' src="./page.ts"></script>', () => `>${script}</script>`);
}

export const programFile = join(here, 'verify.mjs');
export const pageFile = join(here, 'verify.html');

if (import.meta.main) {
  await writeFile(programFile, await programText());
  await writeFile(pageFile, await pageText());
}
