import { runFarthing } from '../../../cli/cli.ts';
import { processShell, type Shell } from '../../../cli/shell.ts';

/** What a command of `farthing` ended with. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const shell = processShell();

/** Runs a command as a person would, with these variables. */
export async function farthing(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const printed = { out: '', err: '' };
  const quiet: Shell = {
    ...shell,
    environment,
    isTerminal: false,
    isOutTerminal: false,
    out: (content) => {
      printed.out += String(content);
    },
    err: (text) => {
      printed.err += text;
    },
  };
  return { code: await runFarthing(args, quiet), ...printed };
}
