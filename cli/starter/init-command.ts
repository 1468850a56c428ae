import { access, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { inShell } from '../called-as.ts';
import type { CommandLine } from '../command-line.ts';
import { exitCode, Failure, usageFailure } from '../failure.ts';
import { printable } from '../output/table.ts';
import type { Session } from '../session.ts';
import type { Shell } from '../shell.ts';
import { systemErrorCode } from '../system-error.ts';
import { nextCommands, type StarterFile, starterFiles } from './starter-files.ts';
import { type StarterName, starterNames, starters } from './starters.ts';

interface InitOptions {
  readonly example: StarterName;
}

const defaultFolder = 'billing';

export function addInitCommand({ program, run }: CommandLine): void {
  program
    .command('init')
    .description(
      'Begin a folder of meters, plans, customers and settings, and of usage to try them with',
    )
    .argument('[dir]', `where; ${defaultFolder} where left out. What is there is never overwritten`)
    .addOption(
      new Option(
        '--example <name>',
        'what is sold: calls of an API, articles, downloads, or tokens of models',
      )
        .choices(starterNames)
        .default('api'),
    )
    .action(
      run(async (session, dir: string | undefined, options: InitOptions) =>
        init(session, dir ?? defaultFolder, options),
      ),
    );
}

async function init(session: Session, dir: string, { example }: InitOptions): Promise<number> {
  const { shell } = session;
  const place = {
    starter: starters[example],
    folder: inShell(dir),
    farthing: session.farthing,
    now: shell.now(),
  };
  const files = starterFiles(place);
  await writeFiles(shell, dir, files);
  if (session.isJson) {
    session.printJson({ folder: dir, files: files.map(({ name }) => name) });
    return exitCode.ok;
  }
  const width = Math.max(...files.map(({ name }) => name.length));
  const lines = files.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}\n`);
  const commands = nextCommands(place).map(({ command }) => `  ${printable(command)}\n`);
  shell.out(
    `${printable(dir)}: ${place.starter.title}\n${lines.join('')}\nChange what is yours in them. Next, while a local stack runs:\n${commands.join('')}`,
  );
  return exitCode.ok;
}

/** All of them, or none where one is there. */
async function writeFiles(
  { workingDirectory }: Shell,
  dir: string,
  files: readonly StarterFile[],
): Promise<void> {
  const folder = resolve(workingDirectory, dir);
  const there = await Promise.all(files.map(({ name }) => isThere(join(folder, name))));
  const taken = files.filter((_, index) => there[index] === true).map(({ name }) => name);
  if (taken.length > 0) {
    throw usageFailure(
      `${dir} has ${taken.join(', ')} already, and nothing is overwritten: name another folder`,
    );
  }
  try {
    await mkdir(folder, { recursive: true });
    for (const { name, text } of files) await writeFile(join(folder, name), text, { flag: 'wx' });
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) throw error;
    throw new Failure(`cannot write to ${dir} (${code})`);
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
