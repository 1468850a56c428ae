import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountName } from '../../../core/books/account.ts';
import { beancountAccount } from '../../../core/books/export/beancount.ts';
import {
  type JournalFormat,
  type JournalPage,
  journalFormats,
  journalPage,
} from '../../../core/books/export/export-journal.ts';
import { closePeriods } from '../../../core/invoicing/close-periods.ts';
import { creditInvoice } from '../../../core/invoicing/credit-invoice.ts';
import { recordPayment } from '../../../core/invoicing/record-payment.ts';
import { voidInvoice } from '../../../core/invoicing/void-invoice.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import {
  aCharge,
  aClosing,
  aMonth,
  aPolicy,
  nanos,
  someBooks,
  someTerms,
  vat,
} from '../../fixtures/invoicing.ts';

/** Keys that mean something to somebody: a spreadsheet, a ledger program, a separator. */
const awkward = [
  'press-review',
  '=HYPERLINK("x")',
  '(virtual)',
  '[balanced] ; comment',
  'a:b  c',
  'A"B\\C\nD',
  '@#%|*!',
  'café 日本語',
  "O'Neill, Ltd",
  '2026-01-01',
];

const { books, clock, log } = someBooks();
const texts = new Map<JournalFormat, string>();
const folder = mkdtempSync(join(tmpdir(), 'farthing-books-'));

/** A journal in pages of so many bytes. */
async function pagesOf(
  format: JournalFormat,
  bytesMax: number,
  tenant = 'acme',
): Promise<readonly string[]> {
  const pages: string[] = [];
  let after: JournalPage['next'];
  do {
    const page = await journalPage({ books, log }, tenant, { format, after, bytesMax });
    pages.push(page.text);
    after = page.next;
  } while (after !== undefined);
  return pages;
}

async function textOf(format: JournalFormat): Promise<string> {
  const [text = '', ...more] = await pagesOf(format, Number.POSITIVE_INFINITY);
  expect(more).toEqual([]);
  return text;
}

beforeAll(async () => {
  const outcomes = await closePeriods(
    { books, clock },
    'acme',
    awkward.map((key, index) =>
      aClosing({
        terms: someTerms({ customer: key, taxes: new Map([[key, vat('19')]]) }),
        current: aMonth('2026-01', [
          aCharge(String(1000 + index * 37), '0.00123', { meter: key, taxCode: key }),
          aCharge('1', '0.5', {
            key: 'fee',
            kind: 'fee',
            revenue: { of: 'fee', key },
            taxCode: key,
          }),
        ]),
      }),
    ),
  );
  const ids = outcomes.map((outcome) =>
    outcome.status === 'closed' ? outcome.document.id : 'none',
  );
  const [first = '', second = '', third = ''] = ids;
  const receivedAt = timestampOf(Date.UTC(2026, 1, 20));
  const payment = { rail: 'bank: sepa', reference: 'r 1', receivedAt };
  await recordPayment(books, 'acme', { ...payment, invoice: first, amount: nanos('1.5') });
  const request = { invoice: second, key: 'k', reason: 'wrong', lines: undefined };
  await creditInvoice(books, 'acme', { policy: aPolicy(), request });
  await voidInvoice(books, 'acme', { invoice: third, reason: 'twice', afterwards: 'rebill' });
  await closePeriods({ books, clock }, 'acme', [
    aClosing({ terms: someTerms({ customer: 'idle' }), current: aMonth('2026-01', []) }),
  ]);
  for (const format of journalFormats) {
    texts.set(format, await textOf(format));
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const isInstalled = (program: string): boolean =>
  spawnSync(program, ['--version']).error === undefined;

/** Runs a program on an export, or says aloud that it is not there. */
const itWith = (program: string, name: string, test: () => void | Promise<void>): void => {
  if (isInstalled(program)) {
    it(name, test);
  } else {
    console.warn(`${name}: not checked, as ${program} is not installed`);
    it.skip(`${name} (${program} is not installed)`, test);
  }
};

function fileOf(format: JournalFormat): string {
  const file = join(folder, `books.${format}`);
  writeFileSync(file, texts.get(format) ?? '');
  return file;
}

describe('the journal', () => {
  itWith('hledger', 'passes hledger check --strict, with the balances it asserts', () => {
    const { status, stderr } = spawnSync(
      'hledger',
      ['check', '--strict', '-f', fileOf('hledger')],
      {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      },
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  itWith('hledger', 'comes to the same balances in hledger as in the books', async () => {
    const { stdout } = spawnSync(
      'hledger',
      ['balance', '-f', fileOf('hledger'), '--flat', '-O', 'csv', '--no-total', 'not:customer'],
      { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
    );

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
    const { status, stderr } = spawnSync('bean-check', [fileOf('beancount')], { encoding: 'utf8' });

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
      expect(spawnSync('bean-check', [file]).status).not.toBe(0);
    },
  );

  itWith(
    'hledger',
    'is found wanting by hledger when what customers have is not the books’',
    () => {
      const file = join(folder, 'forged-customers.journal');
      const text = texts.get('hledger') ?? '';
      writeFileSync(file, text.replace(/(customer {2}0 EUR =\* )\S+/, '$11234'));

      expect(text).toContain('customer  0 EUR =* ');
      expect(spawnSync('hledger', ['check', '-f', file]).status).not.toBe(0);
    },
  );

  itWith('hledger', 'is found wanting by hledger when an amount is changed', () => {
    const file = join(folder, 'forged.journal');
    writeFileSync(file, (texts.get('hledger') ?? '').replace('  1.5 EUR', '  1.500000001 EUR'));

    expect(spawnSync('hledger', ['check', '-f', file]).status).not.toBe(0);
  });

  it('has no field in CSV that a spreadsheet takes for a formula, and negative amounts as they are', () => {
    const rows = (texts.get('csv') ?? '').trimEnd().split('\r\n').slice(1);
    const fields = rows.map((row) => row.split(','));

    expect(fields.every((row) => row.length === 9)).toBe(true);
    expect(
      fields.flatMap((row) => row.slice(0, 8)).filter((field) => /^[=+\-@\t]/.test(field)),
    ).toEqual([]);
    expect(fields.some((row) => row[8]?.startsWith('-') === true)).toBe(true);
  });

  it('is a line of JSON for each document, whose amounts are decimal strings that sum to zero', () => {
    const lines = (texts.get('json') ?? '').trimEnd().split('\n');
    const documents = lines.map(
      (line) => JSON.parse(line) as { kind: string; postings: { amount: string }[] },
    );

    expect(documents.map(({ kind }) => kind)).toEqual([
      ...awkward.map(() => 'invoice'),
      'payment',
      'credit-note',
      'void',
      'statement',
    ]);
    for (const { postings } of documents) {
      expect(postings.reduce((sum, { amount }) => sum + nanos(amount), 0n)).toBe(0n);
    }
  });

  it('is the same text each time', async () => {
    for (const format of journalFormats) {
      expect(await textOf(format)).toBe(texts.get(format));
    }
  });

  it('gives accounts of different keys different names in Beancount', () => {
    const keys = ['a', 'A', 'X-61', 'X-a', 'a-', 'a:', '-61', ...awkward];
    const names = keys.map((customer) =>
      beancountAccount(accountName({ kind: 'receivable', customer })),
    );

    expect(new Set(names).size).toBe(keys.length);
  });

  it.each(journalFormats)(
    'in %s is the same text wherever it is cut into pages',
    async (format) => {
      const whole = texts.get(format) ?? '';

      const byBlock = await pagesOf(format, 1);
      const inTwo = await pagesOf(format, Math.ceil(Buffer.byteLength(whole) / 2));

      expect(byBlock).toHaveLength(5);
      expect(byBlock.join('')).toBe(whole);
      expect(inTwo).toHaveLength(2);
      expect(inTwo.join('')).toBe(whole);
    },
  );

  it('ends where the books ended when its page was asked for: what comes later is on no page twice', async () => {
    const { next } = await journalPage({ books, log }, 'acme', {
      format: 'csv',
      after: undefined,
      bytesMax: 1,
    });

    const rest = await journalPage({ books, log }, 'acme', {
      format: 'csv',
      after: next,
      bytesMax: Number.POSITIVE_INFINITY,
    });

    const [first = ''] = await pagesOf('csv', 1);
    expect(first + rest.text).toBe(texts.get('csv'));
    expect(rest.next).toBeUndefined();
  });

  it('of empty books is empty, and well-formed', async () => {
    const [json, csv, hledger] = await Promise.all(
      (['json', 'csv', 'hledger'] as const).map((format) => pagesOf(format, 1, 'nobody')),
    );

    expect(json).toEqual(['']);
    expect(csv?.[0]).toMatch(/^block,index,[^\n]*\n$/);
    expect(hledger?.[0]).toMatch(/^;[^\n]*\n$/);
  });
});
