import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A row of DuckDB, by column: decimals, and numbers that are no floats, as texts. */
export type DuckRow = Readonly<Record<string, unknown>>;

/** What DuckDB answers to statements, one after another, in a folder. */
export async function duck(
  folder: string,
  statements: readonly string[],
): Promise<readonly (readonly DuckRow[])[]> {
  const program = join(import.meta.dirname, 'programs/query.mjs');
  return JSON.parse(
    await ran(process.execPath, [program], { cwd: folder, input: JSON.stringify(statements) }),
  ) as readonly (readonly DuckRow[])[];
}

/** Runs a program to its end; resolves to what it printed. */
export async function ran(
  program: string,
  args: readonly string[],
  given: { readonly cwd: string; readonly input?: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  const { cwd, input = '', env = process.env } = given;
  const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(input);
  const [printed, code] = await Promise.all([text(child.stdout), ended]);
  if (code === 0) return printed;
  throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${printed}`);
}
