import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const here = import.meta.dirname;

/** Installs what the programs use, as its own lock file has it. */
export async function installChain(): Promise<void> {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', here];
  const child = spawn('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  if (code !== 0) throw new Error(`npm ci of what runs the payout contract ended with ${code}`);
}

/** Runs a program on a JSON value; resolves to the one that it prints. */
export async function programOn(path: string, input: unknown): Promise<unknown> {
  const child = spawn(process.execPath, [join(here, path)], {
    cwd: here,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(input));
  const [printed, code] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((ended) => child.once('close', ended)),
  ]);
  if (code !== 0) throw new Error(`${path} ended with ${code}:\n${printed}`);
  return JSON.parse(printed);
}

/** A program that answers each line of JSON that it is told by another, until it is stopped. */
export class LineProgram {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(path: string) {
    const child = spawn(process.execPath, [join(here, path)], {
      cwd: here,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line that it prints. */
  async said(): Promise<unknown> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('the program has ended');
    return JSON.parse(line.value);
  }

  tell(line: unknown): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
    return this.said();
  }

  stop(): void {
    this.#child.stdin?.end();
  }
}
