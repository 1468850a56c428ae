import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { JournalFormat } from '../../../core/books/export/export-journal.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { awkwardBooks, entriesIn } from '../../support/awkward-books.ts';
import { itWith } from '../../support/outside-programs.ts';
import { isInstalled, ranOutside } from '../../support/ran-outside.ts';

const { books, texts } = await awkwardBooks();
const folder = mkdtempSync(join(tmpdir(), 'farthing-books-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What each account comes to by its postings; those that come to nothing are left out. */
function balancesPosted(): readonly (readonly [string, bigint])[] {
  const sums = new Map<string, bigint>();
  const entries = entriesIn(texts.get('json') ?? '');
  for (const { account, amount } of entries.flatMap(({ postings }) => postings)) {
    sums.set(account, (sums.get(account) ?? 0n) + nanos(amount));
  }
  return [...sums].filter(([, sum]) => sum !== 0n).toSorted();
}

function fileOf(format: JournalFormat): string {
  const file = join(folder, `books.${format}`);
  writeFileSync(file, texts.get(format) ?? '');
  return file;
}

describe('the journal', () => {
  itWith('hledger', 'passes hledger check --strict, with the balances it asserts', () => {
    const { status, stderr } = ranOutside('hledger', [
      'check',
      '--strict',
      '-f',
      fileOf('hledger'),
    ]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  itWith('hledger', 'comes to the same balances in hledger as in the books', async () => {
    const { stdout } = ranOutside('hledger', [
      'balance',
      '-f',
      fileOf('hledger'),
      '--flat',
      '-O',
      'csv',
      '--no-total',
      'not:customer',
    ]);

    const page = await books.read('acme', { cells: [] });
    const own = page
      .head()
      .balances.filter(({ account, amount }) => !account.startsWith('customers:') && amount !== 0n)
      .map(({ account, amount }) => [account, amount]);
    const theirs = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.slice(1, -1).split('","'))
      .map(([account, amount = '']) => [account, nanos(amount.replace(/ EUR$/, ''))]);
    expect(theirs.toSorted()).toEqual(own.toSorted());
  });

  itWith('bean-check', 'passes bean-check, with the balances it asserts', () => {
    const { status, stderr } = ranOutside('bean-check', [fileOf('beancount')]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  itWith(
    'bean-check',
    'is found wanting by bean-check when what is carried is not the books’',
    () => {
      const file = join(folder, 'forged.beancount');
      const text = texts.get('beancount') ?? '';
      writeFileSync(file, text.replace(/(balance Assets:Carry {2})\S+/, '$11234'));

      expect(text).toContain('balance Assets:Carry  ');
      expect(ranOutside('bean-check', [file]).status).not.toBe(0);
    },
  );

  it.each(['hledger', 'ledger'])(
    'is found wanting by %s, where that is installed, when a balance is not the books’',
    (program) => {
      if (!isInstalled(program)) {
        console.warn(`forged balances: not checked, as ${program} is not installed`);
        return;
      }
      const file = join(folder, `forged-balances.${program}`);
      const text = texts.get('hledger') ?? '';
      writeFileSync(file, text.replace(/(cash:\S+ {2}0 EUR = )\S+/, '$11.51'));

      expect(text).toMatch(/cash:\S+ {2}0 EUR = 1\.50 EUR\n/);
      expect(ranOutside(program, ['-f', file, 'balance']).status).not.toBe(0);
    },
  );

  itWith('ledger', 'is read by Ledger at its most pedantic, with the balances of the books', () => {
    const { status, stdout, stderr } = ranOutside('ledger', [
      ...['-f', fileOf('hledger'), '--args-only', '--pedantic', 'balance', '--flat', '--no-total'],
      ...['--balance-format', '%(account)\t%(quantity(scrub(total)))\n'],
    ]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const theirs = stdout
      .trim()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([account = '', amount = '']) => [account, nanos(amount)]);
    expect(theirs.toSorted()).toEqual(balancesPosted());
  });

  itWith('hledger', 'names invoice, rail and reference by tags in hledger', () => {
    const asked = ['print', 'tag:reference=DE 1', '-f', fileOf('hledger')];
    const { stdout } = ranOutside('hledger', asked);

    expect(stdout).toContain('2026-02-01 payment');
    expect(stdout).toContain('; invoice: INV-2026-000001\n');
    expect(stdout).toContain('; rail: bank: sepa\n');
    expect(stdout).not.toContain('credit-note');
  });

  itWith('hledger', 'is found wanting by hledger when an amount is changed', () => {
    const file = join(folder, 'forged.journal');
    writeFileSync(file, (texts.get('hledger') ?? '').replace('  1.50 EUR', '  1.500000001 EUR'));

    expect(ranOutside('hledger', ['check', '-f', file]).status).not.toBe(0);
  });
});
