import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { farthingProgram } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');

/** `farthing noun verb` → the command, for those that do something. */
function leavesOf(command: Command, path: string): [string, Command][] {
  return command.commands.length === 0
    ? [[path, command]]
    : command.commands.flatMap((child) => leavesOf(child, `${path} ${child.name()}`));
}
const commands = leavesOf(
  farthingProgram(fakeShell().shell, () => undefined),
  'farthing',
);

describe('docs/cli.md', () => {
  it.each(commands)('describes %s with its arguments and options', (path, command) => {
    const names = command.registeredArguments.map((argument) =>
      argument.required ? ` <${argument.name()}>` : ` [${argument.name()}]`,
    );
    expect(page).toContain(`\`${path}${names.join('')}`);
    for (const { flags } of command.options) expect(page).toContain(flags);
  });

  it('names no command that there is not', () => {
    const named = page.matchAll(/^###.*|`(?<path>farthing [^`]*)`/gm);
    const paths = [...named]
      .flatMap(([text]) => [...text.matchAll(/`(farthing [a-z ]+[a-z])/g)])
      .map(([, path]) => path);

    expect(new Set(paths)).toEqual(new Set(commands.map(([path]) => path)));
  });
});
