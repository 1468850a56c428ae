import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { farthingProgram, runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';

async function helpOf(...args: readonly string[]): Promise<string> {
  const { shell, printed } = fakeShell();
  expect(await runFarthing([...args, '--help'], shell)).toBe(0);
  return printed();
}

describe('--help', () => {
  it('lists each command in a line or two, below what it is for', async () => {
    const help = await helpOf();

    expect(help).toMatch(/\nA month and its invoices:\n {2}preview <customer> +What a customer/);
    expect(help).toMatch(/\n {2}explain <number> \[line\] +Where an invoice’s amounts come from\n/);
    expect(help).not.toContain('Commands:');
  });

  it('says what a command cannot do without, and what every command takes', async () => {
    const help = await helpOf('bill');

    expect(help).toMatch(/^Usage: farthing bill \[options\] --period <month>\n/);
    expect(help).toMatch(/--period <month> +YYYY-MM \(needed\)\n/);
    expect(help).toMatch(/\nGlobal Options:\n[\s\S]*--json +answer one JSON document/);
  });
});

const namesOf = ({ options }: Command): string[] =>
  options.flatMap(({ short, long }) => [short, long]).filter((name) => name !== undefined);

/** Every command, however deep, with what it is called by. */
const commandsBelow = (command: Command, path = ''): [string, Command][] =>
  command.commands.flatMap((child) => {
    const own = `${path} ${child.name()}`.trim();
    return [[own, child] as [string, Command], ...commandsBelow(child, own)];
  });

describe('options', () => {
  const program = farthingProgram(fakeShell().shell, () => undefined);
  const commands = commandsBelow(program);

  it('of no command have the name of one that every command takes: it would be read as that', () => {
    const global = new Set(namesOf(program));
    const clashes = commands.flatMap(([path, command]) =>
      namesOf(command)
        .filter((name) => global.has(name))
        .map((name) => `${path} ${name}`),
    );

    expect(global).toContain('--data');
    expect(clashes).toEqual([]);
  });
});

describe('an 80-column terminal', () => {
  it('holds the help of every command, but for how it is called', () => {
    const { shell, printed } = fakeShell();
    const program = farthingProgram(shell, () => undefined);
    for (const [, command] of [['', program] as const, ...commandsBelow(program)])
      command.outputHelp();
    const lines = printed().split('\n');

    expect(lines.length).toBeGreaterThan(1000);
    expect(lines.filter((line) => [...line].length > 80 && !line.startsWith('Usage: '))).toEqual(
      [],
    );
  });
});
