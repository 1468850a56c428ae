import { describe, expect, it } from '@jest/globals';
import { accountName } from '../../../core/books/account.ts';
import { beancountAccount } from '../../../core/books/export/beancount.ts';
import { journalFormats, journalPage } from '../../../core/books/export/export-journal.ts';
import { nanosOf, nanosText } from '../../../core/kernel/money.ts';
import { nanos } from '../../fixtures/invoicing.ts';
import { awkward, awkwardBooks, entriesIn } from '../../support/awkward-books.ts';

const { books, log, texts, pagesOf, textOf } = await awkwardBooks();
const entries = () => entriesIn(texts.get('json') ?? '');

/** The fields of CSV, without its titles. */
const rowsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((row) =>
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );

describe('the journal', () => {
  it('has no field in CSV that a spreadsheet takes for a formula, and negative amounts as they are', () => {
    const fields = rowsOf(texts.get('csv') ?? '');

    expect(fields.every((row) => row.length === 15)).toBe(true);
    expect(
      fields.flatMap((row) => row.toSpliced(8, 1)).filter((field) => /^[=+\-@\t]/.test(field)),
    ).toEqual([]);
    expect(fields.some((row) => row[8]?.startsWith('-') === true)).toBe(true);
  });

  it('is a line of JSON for each document, whose amounts are decimal strings that sum to zero', () => {
    expect(entries().map(({ kind }) => kind)).toEqual([
      ...awkward.map(() => 'invoice'),
      'payment',
      'credit-note',
      'void',
      'statement',
    ]);
    for (const { postings } of entries()) {
      expect(postings.reduce((sum, { amount }) => sum + nanos(amount), 0n)).toBe(0n);
    }
  });

  it('asserts every account for hledger that is no customer’s, so that what these have follows', async () => {
    const [, closing = ''] = (texts.get('hledger') ?? '').split(/^\S+ balances$/m);
    const asserted = [...closing.matchAll(/^ {4}(\S+) {2}0 EUR = (\S+) EUR$/gm)];
    const posted = entries().flatMap(({ postings }) => postings.map(({ account }) => account));
    const others = new Set(posted.filter((account) => !account.startsWith('customer:')));

    expect(new Set(asserted.map(([, account]) => account))).toEqual(
      new Set([...others, 'customers:unbilled']),
    );
    const sum = asserted.reduce((total, [, , amount = '']) => total + nanos(amount), 0n);
    expect(closing).toContain(`; customers together: ${nanosText(nanosOf(-sum))} EUR\n`);
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
    expect(hledger?.[0]).toMatch(/^;[^\n]*\n\n(?:tag \w+\n)+\naccount [^\n]*\n[^\n]*\n$/);
  });
});
