import { Command, InvalidArgumentError } from 'commander';
import { inShell } from '../cli/called-as.ts';
import { defaultDataDirectory } from '../cli/connection.ts';
import type { Shell } from '../cli/shell.ts';

/** How `npm start` is called. */
export interface StartOptions {
  readonly once?: boolean;
  readonly empty?: boolean;
  readonly port: number;
  /** Where the magazine is; any free port where left out, if the stack has any. */
  readonly magazinePort?: number;
  readonly data: string;
}

const defaultPort = 8787;
const defaultMagazinePort = 8788;

/** Where the magazine is to be served. */
export const magazinePortOf = ({ port, magazinePort }: StartOptions): number =>
  magazinePort ?? (port === 0 ? 0 : defaultMagazinePort);

/** Throws a CommanderError when called wrongly, or for `--help`. */
export function startOptionsFrom(args: readonly string[], shell: Shell): StartOptions {
  const command = new Command('npm start --')
    .description('Run Farthing on this machine: what `cdk deploy` deploys, without an account.')
    .option('--once', 'stop when ready instead of serving until Ctrl-C')
    .option('--empty', 'without the demo: no meters, no customers, no usage')
    .option('--port <number>', 'where to serve; 0 for any free port', portFrom, defaultPort)
    .option(
      '--magazine-port <number>',
      `where to serve the magazine, ${defaultMagazinePort} where left out; 0 for any free port`,
      portFrom,
    )
    .option('--data <dir>', 'where the data is kept', defaultDataDirectory)
    .exitOverride()
    .configureOutput({ writeOut: shell.out, writeErr: shell.err })
    .parse(args, { from: 'user' });
  return command.opts<StartOptions>();
}

/** How it is started on the same data, to serve. */
export function startedAs({ empty = false, port, magazinePort, data }: StartOptions): string {
  const words = [
    ...(empty ? ['--empty'] : []),
    ...(port === defaultPort ? [] : ['--port', String(port)]),
    ...(magazinePort === undefined ? [] : ['--magazine-port', String(magazinePort)]),
    ...(data === defaultDataDirectory ? [] : ['--data', inShell(data)]),
  ];
  return ['npm start', ...(words.length === 0 ? [] : ['--', ...words])].join(' ');
}

function portFrom(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
