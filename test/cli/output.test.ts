import { describe, expect, it } from '@jest/globals';
import { byteSize, counted, duration, grouped } from '../../cli/output/numbers.ts';
import { progressBar } from '../../cli/output/progress.ts';
import { printable, table } from '../../cli/output/table.ts';
import { fakeShell } from './support/fake-shell.ts';

describe('numbers for people', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['-1234567.123456789', '-1,234,567.123456789'],
    ['12345678901234567890', '12,345,678,901,234,567,890'],
  ])('%s reads %s', (value, text) => {
    expect(grouped(value)).toBe(text);
  });

  it('come with their units', () => {
    expect([0, 999, 1000, 999_949, 1_500_000, 7e15].map(byteSize)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '999.9 kB',
      '1.5 MB',
      '7000.0 TB',
    ]);
    expect([400, 59_949, 60_000, 125_000].map(duration)).toEqual([
      '0.4 s',
      '59.9 s',
      '1 min 0 s',
      '2 min 5 s',
    ]);
    expect([0, 1, 2].map((count) => counted(count, 'event'))).toEqual([
      '0 events',
      '1 event',
      '2 events',
    ]);
  });
});

describe('a table', () => {
  it('is as wide as its widest cells, wide characters included', () => {
    const rows = [
      ['日本', '1'],
      ['😀', '22'],
      ['Zoë', '333'],
    ];

    expect(table([{ title: 'n' }, { title: 'v', align: 'right' }], rows)).toBe(
      ['n       v', '────  ───', '日本    1', '😀     22', 'Zoë   333', ''].join('\n'),
    );
  });

  it('shows characters that would move the cursor or turn the text around', () => {
    expect(printable('a\u001b[2Jb\nc\u202ed')).toBe(String.raw`a\x1b[2Jb\x0ac\xe2\x80\xaed`);
  });
});

describe('progress', () => {
  it('is a bar that redraws itself on a terminal and goes away at the end', () => {
    const { shell, warned, pass } = fakeShell({ isTerminal: true });
    const bar = progressBar(shell, 'importing');

    bar.update({ fraction: 0.5, note: 'half' });
    bar.update({ fraction: 0.6, note: 'too soon to draw again' });
    pass(1000);
    bar.update({ fraction: 1, note: 'all' });
    bar.end();

    expect(warned()).toBe(
      [
        '',
        `importing ${'█'.repeat(12)}${'░'.repeat(12)}  50%  half  0.0 s`,
        `importing ${'█'.repeat(24)} 100%  all  1.0 s`,
        '',
      ].join('\r\u001b[2K'),
    );
  });

  it('is a plain line every five seconds elsewhere, and nothing for short work', () => {
    const { shell, warned, pass } = fakeShell();
    const bar = progressBar(shell, 'importing');

    for (let second = 0; second < 12; second += 1) {
      bar.update({ fraction: second / 12, note: `${second}` });
      pass(1000);
    }
    bar.end();

    expect(warned()).toBe('importing  41%  5  5.0 s\nimporting  83%  10  10.0 s\n');
  });
});
