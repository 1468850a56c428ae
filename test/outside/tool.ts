import { spawn } from 'node:child_process';
import { join } from 'node:path';

const here = import.meta.dirname;

/** Runs a tool, or a program, of this package, and shows what it prints; resolves to that. */
export async function tool(path: string, ...args: readonly string[]): Promise<string> {
  const printed = await printedBy(path, ...args);
  process.stdout.write(printed);
  return printed;
}

/** Runs a program of this package; resolves to what it printed. */
export async function printedBy(path: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(here, path), ...args], {
    cwd: here,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  if (code !== 0) throw new Error(`${path} ended with ${code}:\n${printed}`);
  return printed;
}
