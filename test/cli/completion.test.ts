import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { fakeShell } from './support/fake-shell.ts';

async function scriptFor(shell: string): Promise<string> {
  const { shell: around, printed } = fakeShell();
  expect(await runFarthing(['completion', shell], around)).toBe(0);
  return printed();
}

/** What bash would offer at the end of each command line, by bash itself. */
function offered(script: string, lines: readonly (readonly string[])[]): string[][] {
  const ask = lines.map((words) => {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _farthing; echo "\${COMPREPLY[*]}"`;
  });
  const said = execFileSync('bash', ['--norc'], {
    input: `${script}\n${ask.join('\n')}\n`,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return said
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ').filter((word) => word !== ''));
}

describe('farthing completion bash', () => {
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [
      ['farthing', 'inv'],
      ['invoices', 'invoice'],
    ],
    [
      ['farthing', '--json', 'meters', ''],
      ['apply', 'list', 'get'],
    ],
    [['farthing', 'send', ''], []],
    [['farthing', 'send', '--j'], ['--json']],
    [
      ['farthing', 'usage', '--window', ''],
      ['quarter_hour', 'hour', 'day', 'month'],
    ],
    [['farthing', 'usage', '--window', '=', 'm'], ['month']],
    [['farthing', 'usage', '--meter', ''], []],
    [
      ['farthing', 'pay', '--re'],
      ['--reference', '--received'],
    ],
    [
      ['farthing', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ];

  it('offers commands, options and choices where they can stand', async () => {
    const script = await scriptFor('bash');

    const found = offered(
      script,
      cases.map(([words]) => words),
    );

    expect(cases.map(([words], index) => [words, found[index] ?? []])).toEqual(cases);
  });
});

describe('farthing completion', () => {
  it.each([
    ['zsh', "'pay:Record a payment of an invoice'", "'--rail:over which it came, such as"],
    ['fish', "-a 'pay' -d 'Record a payment of an invoice'", "-l rail -x -d 'over which it came"],
  ])('in %s says what each word does', async (shell, ...parts) => {
    const script = await scriptFor(shell);

    for (const part of parts) expect(script).toContain(part);
  });

  it('knows three shells', async () => {
    const { shell, warned } = fakeShell();

    expect(await runFarthing(['completion', 'cmd'], shell)).toBe(2);
    expect(warned()).toContain('Allowed choices are bash, zsh, fish.');
  });
});
