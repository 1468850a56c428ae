import { execFile, spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Language } from '../../../reference/examples/examples.ts';
import { fromSources } from '../../sdk/support/from-sources.ts';

const run = promisify(execFile);

/** A program to be run, and the key that it is run with. */
interface Program {
  readonly text: string;
  readonly apiKey: string;
}

/** What it printed; and why it failed, where it did. */
export interface Ran {
  readonly out: string;
  readonly failure: string;
}

const commands: Readonly<Record<Language, string>> = {
  curl: 'curl',
  typescript: process.execPath,
  python: 'python3',
};

export const isInstalled = (language: Language): boolean =>
  spawnSync(commands[language], ['--version']).status === 0;

/** Runs all of them one after another, in one process of their language; answers what came of each. */
export async function runExamples(
  language: Language,
  { programs, url, folder }: Batch,
): Promise<readonly Ran[]> {
  const printed = await runners[language]({ programs, url, folder });
  return JSON.parse(printed) as Ran[];
}

interface Batch {
  readonly programs: readonly Program[];
  readonly url: string;
  /** For files; empty. */
  readonly folder: string;
}

const runners: Readonly<Record<Language, (batch: Batch) => Promise<string>>> = {
  curl: runShell,
  typescript: runTypeScript,
  python: runPython,
};

async function started(command: string, args: readonly string[], { url, folder }: Batch) {
  const env = { PATH: process.env['PATH'], FARTHING_URL: url };
  const { stdout } = await run(command, args, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** As a shell reads it; `-f` only so that a refusal fails, as it does in the other languages. */
async function runShell(batch: Batch): Promise<string> {
  const lines: string[] = [];
  for (const [index, { text, apiKey }] of batch.programs.entries()) {
    await writeFile(join(batch.folder, `${index}.sh`), text.replace(/^curl /, 'curl -sSf '));
    // In a shell of its own, but no other program than curl: there are more than a hundred.
    lines.push(
      `(export FARTHING_API_KEY=${apiKey}; . ./${index}.sh) > ${index}.out 2> ${index}.err || true`,
    );
  }
  await started('sh', ['-c', lines.join('\n')], batch);
  const read = (name: string): Promise<string> => readFile(join(batch.folder, name), 'utf8');
  const ran = await Promise.all(
    batch.programs.map(async (_, index) => ({
      out: await read(`${index}.out`),
      failure: await read(`${index}.err`),
    })),
  );
  return JSON.stringify(ran);
}

const pythonRunner = `
import contextlib, io, json, os, sys, traceback
ran = []
for program in json.load(open("programs.json")):
    os.environ["FARTHING_API_KEY"] = program["apiKey"]
    out, failure = io.StringIO(), ""
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(program["text"], "example", "exec"), {})
        except Exception:
            failure = traceback.format_exc()
    ran.append({"out": out.getvalue(), "failure": failure})
print(json.dumps(ran))
`;

async function runPython(batch: Batch): Promise<string> {
  await writeFile(join(batch.folder, 'programs.json'), JSON.stringify(batch.programs));
  return started('python3', ['-c', pythonRunner], batch);
}

const typeScriptRunner = (keys: readonly string[]): string => `
const ran = [];
let lines = [];
console.log = (...values) => lines.push(values.map((value) => typeof value === 'string' ? value : JSON.stringify(value)).join(' '));
for (const [index, apiKey] of ${JSON.stringify(keys)}.entries()) {
  process.env.FARTHING_API_KEY = apiKey;
  lines = [];
  let failure = '';
  try {
    await import(\`./example-\${index}.mjs\`);
  } catch (error) {
    failure = String(error.stack);
  }
  ran.push({ out: lines.join('\\n'), failure });
}
process.stdout.write(JSON.stringify(ran));
`;

async function runTypeScript(batch: Batch): Promise<string> {
  const { programs, folder } = batch;
  const entryPoints = programs.map((_, index) => join(folder, `example-${index}.ts`));
  for (const [index, { text }] of programs.entries()) {
    await writeFile(entryPoints[index] ?? '', text);
  }
  await writeFile(join(folder, 'run.mjs'), typeScriptRunner(programs.map(({ apiKey }) => apiKey)));
  await build({
    entryPoints,
    plugins: [fromSources],
    bundle: true,
    // What they share, the client above all, is bundled and read once.
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  return started(process.execPath, ['run.mjs'], batch);
}
