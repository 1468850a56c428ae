import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import { farthingProgram } from '../../cli/cli.ts';
import { commandsOf } from '../e2e/support/page-commands.ts';
import { commandsNotRun, isNotRun, pagesRunOutside } from '../support/commands-not-run.ts';
import { commandLinesOf, wordsOf } from './support/command-lines.ts';
import { fakeShell } from './support/fake-shell.ts';

const root = resolve(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = textOf('docs/cli.md');
const program = (): Command => farthingProgram(fakeShell().shell, () => undefined);

/** `farthing noun verb` → the command, for those that do something. */
function leavesOf(command: Command, path: string): [string, Command][] {
  return command.commands.length === 0
    ? [[path, command]]
    : command.commands.flatMap((child) => leavesOf(child, `${path} ${child.name()}`));
}
const commands = leavesOf(program(), 'farthing');

describe('docs/cli.md', () => {
  it.each(commands)('describes %s with its arguments and options', (path, command) => {
    const names = command.registeredArguments.map((argument) =>
      argument.required ? ` <${argument.name()}>` : ` [${argument.name()}]`,
    );
    expect(page).toContain(`\`${path}${names.join('')}`);
    for (const { flags } of command.options) expect(page).toContain(flags);
  });

  it('has a title for each command', () => {
    const titles = page.split('\n').filter((line) => line.startsWith('#'));
    const titled = titles.flatMap((line) => [
      ...line.matchAll(/`(farthing(?: [a-z]+(?:-[a-z]+)*)+)/g),
    ]);

    expect(new Set(titled.map(([, path]) => path))).toEqual(
      new Set(commands.map(([path]) => path)),
    );
  });
});

/** Parses a command line and does nothing; undefined where it can be run so. */
async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  const parsed = program().configureOutput({
    writeOut: () => undefined,
    writeErr: () => undefined,
  });
  for (const [, leaf] of leavesOf(parsed, '')) {
    leaf.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    leaf.action(() => undefined);
  }
  try {
    await parsed.parseAsync(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : error.code;
    throw error;
  }
}

/** What a line may be that names a command and does not call it. */
const partial = [
  'commander.optionMissingArgument',
  'commander.help',
  'commander.missingArgument',
  'commander.missingMandatoryOptionValue',
];

const pages = [
  'README.md',
  'sdk/README.md',
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, String(name)))
      .filter((name) => name.endsWith('.md') && !name.includes('node_modules')),
  ),
];

describe('command lines of the documentation', () => {
  it.each(pages)('can be run as they stand in %s', async (name) => {
    const faults: string[] = [];
    for (const { line, isWhole } of commandLinesOf(textOf(name))) {
      const refusal = await refusalOf(wordsOf(line));
      if (refusal === undefined || (!isWhole && partial.includes(refusal))) continue;
      faults.push(`farthing ${line}: ${refusal}`);
    }

    expect(faults).toEqual([]);
  });

  it.each([
    ['bill --period 2026-01 --dry', 'commander.unknownOption'],
    ['blll', 'commander.unknownCommand'],
    ['clock set', 'commander.missingArgument'],
    ['usage --window day', 'commander.missingMandatoryOptionValue'],
  ])('are refused where there is no such thing: %s', async (line, refusal) => {
    expect(await refusalOf(wordsOf(line))).toBe(refusal);
  });
});

describe('the commands of the documentation', () => {
  const lines = (name: string): readonly string[] =>
    commandsOf(textOf(name)).map(({ line }) => line);

  /** By which the commands of a page are run; the tests there fail when one is neither run nor left out. */
  const run = new Set([
    ...pagesRunOutside,
    'README.md',
    'docs/first-invoice.md',
    ...[
      'sending-events',
      'otlp',
      'tallies',
      'deploy',
      'documents',
      'reports',
      'analytics',
      'webhooks',
      'data-life',
    ].map((name) => `docs/${name}.md`),
  ]);

  it('are run where a page has some that are not left out with a reason', () => {
    const toRun = pages.filter((name) => lines(name).some((line) => !isNotRun(name, line)));

    expect(toRun.filter((name) => !run.has(name))).toEqual([]);
  });

  it.each(
    Object.entries(commandsNotRun).flatMap(([name, left]) =>
      Object.keys(left).map((start) => [name, start] as const),
    ),
  )('are left out while a page has them: %s, %s', (name, start) => {
    expect(lines(name).filter((line) => line.startsWith(start))).not.toEqual([]);
  });
});
