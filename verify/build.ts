import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;

const head = `// Checks Farthing's bills with nothing of Farthing: node verify.mjs --help
// Made of verify/src by "npm run verify:build", in which it can be read part by part. Apache-2.0.
`;

/** The program in one file, as anybody can read and run it. */
export async function programText(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, 'src/main.ts')],
    ...{ bundle: true, write: false, format: 'esm', platform: 'node', target: 'node20' },
    ...{ charset: 'utf8', logLevel: 'warning', banner: { js: head } },
    absWorkingDir: here,
  });
  return outputFiles[0]?.text ?? '';
}

export const programFile = join(here, 'verify.mjs');

if (import.meta.main) await writeFile(programFile, await programText());
