import { describe, expect, it } from '@jest/globals';
import { booksBlockBytes } from '../../../core/books/block.ts';
import { Books } from '../../../core/books/books.ts';
import { checkBooks } from '../../../core/books/check.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import { entriesOf } from '../../../core/books/export/journal-entries.ts';
import { contentOf } from '../../../core/books/kinds/kinds.ts';
import type { CreditNote } from '../../../core/contract/invoices/invoice.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';
import { aCharge, aMonth, nanos, someTerms } from '../../fixtures/invoicing.ts';
import { aFee, payerInAdvance } from '../../support/fees-in-advance.ts';

type Payer = ReturnType<typeof payerInAdvance>;

/** Nothing is wrong in the books, and they are made again from the log to the byte. */
async function expectSound({ log, cells, clock }: Pick<Payer, 'log' | 'cells' | 'clock'>) {
  expect(await checkBooks({ log, cells }, 'acme')).toMatchObject({ faults: [] });
  const rebuilt = new InMemoryBooksCells();
  await new Books({ log, cells: rebuilt, clock }).catchUp('acme');
  expect(rebuilt.snapshot()).toBe(cells.snapshot());
}

const january = { charges: [aCharge('100', '0.01')] };

describe('a fee that is charged before its month', () => {
  it('is deferred by the invoice that charges it, and earned by the one that closes its month', async () => {
    const payer = payerInAdvance();

    await payer.close('2026-01', january);
    const before = await payer.earned();
    await payer.close('2026-02');
    const after = await payer.earned();

    expect(before).toEqual({ 'deferred:fee:base 2026-02': '31', 'revenue:views 2026-01': '1' });
    expect(after).toEqual({
      'deferred:fee:base 2026-03': '31',
      'revenue:fee:base 2026-02': '31',
      'revenue:views 2026-01': '1',
      'revenue:views 2026-02': '1',
    });
    expect((await payer.documents()).map(({ kind }) => kind)).toEqual(['invoice', 'invoice']);
    await expectSound(payer);
  });

  it('has the days of its month on the line of a credit note, too', async () => {
    const payer = payerInAdvance();
    const invoice = await payer.close('2026-01', january);

    await payer.credit(invoice, '2', '10');

    const [, note] = await payer.documents();
    const { lines } = JSON.parse((note === undefined ? '' : contentOf(note)) ?? '') as CreditNote;
    expect(lines[0]).toMatchObject({
      correctsLine: '2',
      period: { firstDay: '2026-02-01', lastDay: '2026-02-28' },
    });
  });

  it('is earned by a statement where the month has nothing else', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);

    const closing = await payer.close('2026-02', { charges: [aFee('31')], ahead: [] });

    expect(closing.kind).toBe('statement');
    expect(closing.postings).toEqual([
      { account: 'deferred:fee:base', currency: 'EUR', amount: nanos('31'), service: '2026-02' },
      { account: 'revenue:fee:base', currency: 'EUR', amount: nanos('-31'), service: '2026-02' },
    ]);
    await expectSound(payer);
  });

  it('counts on the last day of its month in a journal of text, and when it was charged on that day', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);
    await payer.close('2026-02', { charges: [aFee('31')], ahead: [aFee('31')] });

    const entries = (await payer.documents()).flatMap(entriesOf);

    const shown = entries.map(({ day, postings }) => [day, postings.map(({ account }) => account)]);
    expect(shown).toEqual([
      ['2026-01-31', ['customers:unbilled', 'revenue:views']],
      [
        '2026-02-02',
        ['customers:unbilled', 'customer:press-review:receivable', 'deferred:fee:base'],
      ],
      ['2026-02-28', ['deferred:fee:base', 'revenue:fee:base']],
      ['2026-03-01', ['customer:press-review:receivable', 'deferred:fee:base']],
    ]);
  });

  it.each(['rebill', 'forgive'] as const)(
    'is not deferred any more once its invoice is void to %s, before its month is closed',
    async (afterwards) => {
      const payer = payerInAdvance();
      const first = await payer.close('2026-01', january);

      await payer.undo(first, afterwards);
      expect(await payer.earned()).toEqual({});
      if (afterwards === 'rebill') await payer.close('2026-01', january);
      await payer.close('2026-02', { ahead: [] });

      const fee = afterwards === 'rebill' ? { 'revenue:fee:base 2026-02': '31' } : {};
      const views = afterwards === 'rebill' ? { 'revenue:views 2026-01': '1' } : {};
      expect(await payer.earned()).toEqual({ ...fee, ...views, 'revenue:views 2026-02': '1' });
      await expectSound(payer);
    },
  );

  it.each(['rebill', 'forgive'] as const)(
    'is taken from what was earned once its invoice is void to %s, after its month was closed',
    async (afterwards) => {
      const payer = payerInAdvance();
      const first = await payer.close('2026-01', january);
      await payer.close('2026-02', { ahead: [] });

      await payer.undo(first, afterwards);

      expect(await payer.earned()).toEqual({ 'revenue:views 2026-02': '1' });
      if (afterwards === 'rebill') {
        // As it was charged by what is void, it is an adjustment of a month that is closed.
        const earlier = [aMonth('2026-02', [aCharge('100', '0.01'), aFee('31')])];
        await payer.close('2026-01', { ...january, ahead: [], earlier });
        expect(await payer.earned()).toMatchObject({ 'revenue:fee:base 2026-02': '31' });
      }
      await expectSound(payer);
    },
  );

  it('is earned at once where its month is closed when it is charged', async () => {
    const payer = payerInAdvance();
    const first = await payer.close('2026-01', january);
    await payer.close('2026-02', { ahead: [] });
    await payer.undo(first, 'rebill');

    await payer.close('2026-01', january);

    expect(await payer.earned()).toMatchObject({ 'revenue:fee:base 2026-02': '31' });
    await expectSound(payer);
  });

  it('is deferred again while the invoice of its own month is void to be billed again', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);
    const own = await payer.close('2026-02', { ahead: [] });

    await payer.undo(own, 'rebill');
    const meanwhile = await payer.earned();
    await payer.close('2026-02', { ahead: [] });

    expect(meanwhile).toEqual({ 'deferred:fee:base 2026-02': '31', 'revenue:views 2026-01': '1' });
    expect(await payer.earned()).toEqual({
      'revenue:fee:base 2026-02': '31',
      'revenue:views 2026-01': '1',
      'revenue:views 2026-02': '1',
    });
    await expectSound(payer);
  });

  it('stays earned where the invoice of its own month is forgiven: another one charged it', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);
    const own = await payer.close('2026-02', { ahead: [] });

    await payer.undo(own, 'forgive');

    expect(await payer.earned()).toEqual({
      'revenue:fee:base 2026-02': '31',
      'revenue:views 2026-01': '1',
    });
    await expectSound(payer);
  });

  it('is credited from where it waits before its month is closed, and from what was earned after', async () => {
    const payer = payerInAdvance();
    const first = await payer.close('2026-01', january);
    const line = '2';

    await payer.credit(first, line, '10');
    const before = await payer.earned();
    await payer.close('2026-02', { ahead: [] });
    await payer.credit(first, line, '5');

    expect(before).toMatchObject({ 'deferred:fee:base 2026-02': '21' });
    expect(await payer.earned()).toEqual({
      'revenue:fee:base 2026-02': '16',
      'revenue:views 2026-01': '1',
      'revenue:views 2026-02': '1',
    });
    await expectSound(payer);
  });

  it('is earned less what its month takes back, where the plan was changed meanwhile', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);

    await payer.close('2026-02', {
      charges: [aCharge('100', '0.01'), aFee('12', 'small')],
      ahead: [],
    });

    expect(await payer.earned()).toEqual({
      'revenue:fee:small 2026-02': '12',
      'revenue:views 2026-01': '1',
      'revenue:views 2026-02': '1',
    });
    await expectSound(payer);
  });

  it('is earned in the currency in which it was charged, whatever its month is closed in', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', { ...january, ahead: [aFee('31')] });

    const terms = someTerms({ currency: 'USD', minimumCharge: nanos('0') });
    await payer.close('2026-02', { terms, ahead: [] });

    expect(await payer.earned()).toEqual({
      'revenue:fee:base 2026-02': '31',
      'revenue:views 2026-01': '1',
      'revenue:views USD 2026-02': '1',
    });
    await expectSound(payer);
  });

  it('charged by documents that named no month is not earned twice', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);
    const log = new InMemoryBooksLog();
    const cells = new InMemoryBooksCells();
    for (const document of await payer.documents()) {
      await log.append('acme', { seq: 1, bytes: booksBlockBytes([asBefore(document)]) });
    }
    const later = payerInAdvance({ log, cells });

    await later.close('2026-02', { ahead: [aFee('31')] });

    expect(await later.earned()).toEqual({
      'deferred:fee:base 2026-03': '31',
      'revenue:fee:base': '31',
      'revenue:views': '1',
      'revenue:views 2026-02': '1',
    });
    await expectSound(later);
  });
});

/** As it was written before postings said a month, and before anything was deferred. */
function asBefore(document: BooksDocument): BooksDocument {
  const postings = document.postings.map(({ account, currency, amount }) => ({
    account: account.replace(/^deferred:/, 'revenue:'),
    ...{ currency, amount },
  }));
  return { ...document, postings };
}

describe('the check of the books', () => {
  it('finds a month that is closed while something of it is deferred still', async () => {
    const payer = payerInAdvance();
    await payer.close('2026-01', january);
    await payer.close('2026-02', { ahead: [] });
    const log = new InMemoryBooksLog();
    for (const [index, document] of (await payer.documents()).entries()) {
      const postings = document.postings.filter(
        ({ account, service }) => index === 0 || service !== '2026-02' || !/fee/.test(account),
      );
      const bytes = booksBlockBytes([{ ...document, postings }]);
      await log.append('acme', { seq: index + 1, bytes });
    }

    const { faults } = await checkBooks({ log, cells: undefined }, 'acme');

    expect(faults.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['not-foldable', 'still-deferred']),
    );
    expect(faults.find(({ code }) => code === 'still-deferred')?.detail).toContain(
      '-31000000000 nanos are still on ["deferred:fee:base","EUR"]',
    );
  });
});
