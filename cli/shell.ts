import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a command has around it: everything that is not an argument, so that a test can stand in for it. */
export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** File names are resolved against it. */
  readonly workingDirectory: string;
  /** Where the program is. */
  readonly programDirectory: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Results. */
  out(content: string | Uint8Array): void;
  /** Progress, warnings and errors. */
  err(text: string): void;
  /** Whether a person sees `err`. */
  readonly isTerminal: boolean;
  /** Whether `out` goes to a terminal. */
  readonly isOutTerminal: boolean;
  /** Of the terminal, in characters. */
  columns(): number;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 to 1, for waiting times. */
  random(): number;
}

/** The shell this process runs in. */
export function processShell(): Shell {
  const { env, stdout, stderr } = process;
  // `farthing … | head` closes the pipe: that is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    environment: env,
    // npm runs scripts in the package's root, people name files from where they are.
    workingDirectory:
      env['npm_lifecycle_event'] === 'farthing' && env['INIT_CWD'] !== undefined
        ? env['INIT_CWD']
        : process.cwd(),
    programDirectory: join(import.meta.dirname, '..'),
    stdin: process.stdin,
    out: (content) => stdout.write(content),
    err: (text) => stderr.write(text),
    isTerminal: stderr.isTTY,
    isOutTerminal: stdout.isTTY,
    columns: () => (stderr.isTTY ? stderr.columns : 80),
    now: () => Date.now(),
    sleep: (milliseconds) => sleep(milliseconds),
    random: () => Math.random(),
  };
}
