import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { booksBlockBytes, documentIn, documentsIn } from '../../../core/books/block.ts';
import { Books } from '../../../core/books/books.ts';
import { cellFrom, cellText } from '../../../core/books/cell-codec.ts';
import { checkBooks } from '../../../core/books/check.ts';
import { invariant } from '../../../core/kernel/invariant.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import { InMemoryBooksCells, InMemoryBooksLog } from '../../fakes/books.ts';

/**
 * Blocks and cells as the first program that recorded payees wrote them: every kind of document of theirs, with tax,
 * a number, a fee, and returns before and after a settlement. They stay readable for ever: none is ever made anew.
 */
const golden = JSON.parse(
  readFileSync(new URL('golden/payee-books.json', import.meta.url), 'utf8'),
) as { readonly blocks: readonly string[]; readonly cells: readonly string[] };
const blocks = golden.blocks.map((text) => Buffer.from(text, 'base64'));
const textOf = (block: Uint8Array): string => brotliDecompressSync(block.subarray(1)).toString();
const tenant = 'acme';

describe('a stored block of payees', () => {
  it('is read, and would be written again to the byte: of all seven kinds of documents', () => {
    const kinds = new Set<string>();
    for (const block of blocks) {
      const documents = documentsIn(block);
      for (const { kind } of documents) kinds.add(kind);
      expect(textOf(booksBlockBytes(documents))).toBe(textOf(block));
      expect(documents.map((_, index) => documentIn(block, index))).toEqual(documents);
    }

    expect([...kinds].sort()).toEqual([
      ...['claim', 'payee-statement', 'payout', 'payout-return', 'payout-settlement'],
      ...['share', 'share-reversal'],
    ]);
  });

  it('says what it said: earned to the last place, tax, what was withheld, and fees', () => {
    const documents = blocks.flatMap((block) => documentsIn(block));
    const of = (kind: string) => documents.filter((one) => one.kind === kind);

    expect(of('share')[0]).toMatchObject({
      payee: 'ada',
      month: '2026-07',
      earned: [{ meter: 'views', exact: 12_345_678_901_234_500_000_000_000n }],
      amount: 12_345_678_901n,
    });
    expect(of('payee-statement')[0]).toMatchObject({
      ...{ series: 'SB', ordinal: 1, number: 'SB-2026-1', closing: 10_500_000_001n },
      ...{ vat: { code: 'FR20', amount: 2_000_000_000n } },
      withheld: { country: 'US', amount: 1_500_000_000n },
    });
    expect(of('payout')).toMatchObject([
      { rail: 'sepa', reference: 'FP-ADA', amount: 10_500_000_000n, fee: 250_000_000n },
      { rail: 'manual', reference: 'FP-BOB', amount: 7_000_000_000n },
    ]);
    expect(of('payout-return')).toMatchObject([
      { wasSettled: true, amount: 10_250_000_000n },
      { reason: 'refused', amount: 7_000_000_000n },
    ]);
  });

  it('comes to the cells of then, and the books of it check clean', async () => {
    const [log, cells] = [new InMemoryBooksLog(), new InMemoryBooksCells()];
    for (const [index, bytes] of blocks.entries())
      await log.append(tenant, { seq: index + 1, bytes });
    const clock = { now: () => timestampOf(Date.UTC(2026, 7, 9)) };
    const books = new Books({ log, cells, clock });
    const payout = documentsIn(blocks[3] ?? Buffer.alloc(0))[0];
    const keys = [
      { kind: 'payee', payee: 'ada' },
      { kind: 'payee-month', month: '2026-07', payee: 'ada' },
      { kind: 'document', id: payout?.id },
    ] as unknown as Parameters<Books['read']>[1]['cells'];

    const page = await books.read(tenant, { cells: keys });

    const texts = keys.map((key) => {
      const cell = page.at(key);
      invariant(cell !== undefined, 'the log says so');
      return cellText(cell);
    });
    expect(texts).toEqual(golden.cells);
    expect((await checkBooks({ log, cells: undefined }, tenant)).faults).toEqual([]);
  });
});

describe('a stored cell of payees', () => {
  it.each(golden.cells)('is read, and kept anew it is the same: %s', (text) => {
    expect(cellText(cellFrom(text))).toBe(text);
  });
});
