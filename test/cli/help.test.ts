import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
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
