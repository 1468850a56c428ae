import type { Shell } from '../../../cli/shell.ts';
import { chunksOf } from './chunks.ts';

interface FakeShellSettings {
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly programDirectory?: string;
  readonly stdin?: string | Buffer;
  readonly isTerminal?: boolean;
  readonly isOutTerminal?: boolean;
}

/** A shell whose time passes only while it sleeps, and which keeps what is printed. */
export function fakeShell({
  environment = {},
  workingDirectory = '/nowhere',
  programDirectory = '/nowhere',
  stdin = '',
  isTerminal = false,
  isOutTerminal = false,
}: FakeShellSettings = {}) {
  let now = Date.UTC(2026, 10, 22);
  let printed = '';
  let warned = '';
  const slept: number[] = [];
  const shell: Shell = {
    environment,
    workingDirectory,
    programDirectory,
    stdin: chunksOf(stdin, 1000),
    out: (content) => {
      printed += typeof content === 'string' ? content : Buffer.from(content).toString('latin1');
    },
    err: (text) => {
      warned += text;
    },
    isTerminal,
    isOutTerminal,
    columns: () => 80,
    now: () => now,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
    random: () => 0.5,
  };
  return {
    shell,
    slept,
    printed: () => printed,
    warned: () => warned,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}
