import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runFarthing } from '../../../cli/cli.ts';
import { processShell } from '../../../cli/shell.ts';
import type { LocalFarthing } from './local-stack.ts';

const run = promisify(execFile);
const shell = processShell();

/** A command of a page, and what the page says that it prints; undefined where it does not say. */
export interface PageCommand {
  readonly line: string;
  readonly shown: string | undefined;
}

/** All commands of a page's `sh` blocks, in their order; one may go over several lines. */
export function commandsOf(page: string): readonly PageCommand[] {
  const commands: { line: string; shown: string | undefined }[] = [];
  const blocks = page.matchAll(/^```(?<kind>sh|text)\n(?<text>[\s\S]*?)^```$/gm);
  for (const { groups: { kind, text = '' } = {} } of blocks) {
    const last = commands.at(-1);
    if (kind === 'text' && last !== undefined) last.shown = text;
    else commands.push(...linesOf(text).map((line) => ({ line, shown: undefined })));
  }
  return commands;
}

/** A line goes on in the next one while a quote is open, or after a backslash. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    if (open.endsWith('\\') || (open.match(/'/g) ?? []).length % 2 === 1) continue;
    if (open.trim() !== '') lines.push(open);
    open = '';
  }
  return lines;
}

/** What a command came to. */
export interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly warned: string;
}

/** `npm run farthing -- …` in this process, as if it stood in a folder: most of what a process takes is to begin. */
export async function ranHere(words: readonly string[], folder: string): Promise<Ran> {
  const pieces: string[] = [];
  let warned = '';
  const code = await runFarthing(words, {
    ...shell,
    environment: { npm_lifecycle_event: 'farthing' },
    workingDirectory: folder,
    isTerminal: false,
    isOutTerminal: false,
    out: (content) => {
      pieces.push(typeof content === 'string' ? content : Buffer.from(content).toString('latin1'));
    },
    err: (text) => {
      warned += text;
    },
  });
  return { code, printed: pieces.join(''), warned };
}

/**
 * A person at a shell in a folder of a stack, as a tenant of its own. Commands of `farthing` run in this process, on
 * words that a shell has made of the line; what is not ours runs in the shell.
 */
export class PersonAtShell {
  readonly #folder: string;
  readonly #exported: Record<string, string> = {};

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async of(farthing: LocalFarthing, tenant: string): Promise<PersonAtShell> {
    const folder = join(farthing.directory, 'people', tenant, 'farthing');
    await mkdir(join(folder, '.farthing'), { recursive: true });
    const text = await readFile(join(farthing.directory, 'local.json'), 'utf8');
    await writeFile(join(folder, '.farthing', 'local.json'), text);
    const person = new PersonAtShell(folder);
    // With the first key of a tenant, the tenant is there.
    const made = await person.farthing(['keys', 'create', '--tenant', tenant, '--json']);
    const { key: apiKey } = JSON.parse(made.printed) as { readonly key: string };
    const stack = { ...(JSON.parse(text) as object), apiKey, tenant };
    await writeFile(join(folder, '.farthing', 'local.json'), JSON.stringify(stack));
    return person;
  }

  /** A file's place. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** What was exported, by name. */
  get exported(): Readonly<Record<string, string>> {
    return this.#exported;
  }

  /** Runs a line where the person is, or in another folder. */
  async run(line: string, folder = this.#folder): Promise<Ran> {
    const farthing = /^(?:npm run farthing --|farthing) (?<words>.+?)(?: > (?<file>\S+))?$/s;
    const { words, file } = farthing.exec(line)?.groups ?? {};
    if (words !== undefined) {
      const ran = await this.farthing(await this.#wordsOf(words));
      if (file !== undefined) await writeFile(join(folder, file), ran.printed);
      return file === undefined ? ran : { ...ran, printed: '' };
    }
    // An answer that is no success is a failure of the command.
    const script = `curl() { command curl --silent --show-error --fail-with-body "$@"; }\n${line}\nprintf '\\0'; env -0`;
    const { stdout, stderr } = await this.#bash(script, folder);
    const [printed = '', ...environment] = stdout.split('\0');
    for (const entry of environment.filter((one) => one.startsWith('FARTHING_'))) {
      const [name = '', ...value] = entry.split('=');
      this.#exported[name] = value.join('=');
    }
    return { code: 0, printed, warned: stderr };
  }

  /** `npm run farthing -- …`, in this process. */
  farthing(words: readonly string[]): Promise<Ran> {
    return ranHere(words, this.#folder);
  }

  /** What a shell makes of a line: words without quotes, without a remark. */
  async #wordsOf(line: string): Promise<string[]> {
    const { stdout } = await this.#bash(`printf '%s\\0' ${line}`, this.#folder);
    return stdout.split('\0').slice(0, -1);
  }

  #bash(script: string, cwd: string): Promise<{ stdout: string; stderr: string }> {
    return run('bash', ['-e', '-c', script], {
      cwd,
      env: { ...process.env, ...this.#exported },
    });
  }
}
