import { readFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';

import { booksBlockBytes, documentIn, documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';

import { documentCodec } from '../../../core/books/kinds/kinds.ts';
import type { JsonObject } from '../../../core/kernel/json.ts';

/**
 * Blocks as the first program that kept books wrote them: every kind of document, two currencies, voids of either end,
 * an override, an adjustment. They stay readable for ever, so none of them is ever made anew.
 */
const golden = (
  JSON.parse(
    readFileSync(new URL('golden/blocks-of-version-1.json', import.meta.url), 'utf8'),
  ) as string[]
).map((text) => Buffer.from(text, 'base64'));

const textOf = (block: Uint8Array): string => brotliDecompressSync(block.subarray(1)).toString();

/** What a block says, with one document's JSON changed. */
const changed = (block: Uint8Array, change: (document: JsonObject) => JsonObject): Uint8Array => {
  const documents = (JSON.parse(textOf(block)) as JsonObject[]).map(change);
  return Buffer.concat([Buffer.from([1]), brotliCompressSync(JSON.stringify(documents))]);
};

const [first = Buffer.alloc(0), , , , payment = Buffer.alloc(0)] = golden;

describe('a block of version 1', () => {
  it('is read, and would be written again to the byte', () => {
    const kinds = new Set<string>();
    for (const block of golden) {
      const documents = documentsIn(block);
      for (const { kind } of documents) kinds.add(kind);
      expect(textOf(booksBlockBytes(documents))).toBe(textOf(block));
    }
    expect([...kinds].sort()).toEqual(['credit-note', 'invoice', 'payment', 'statement', 'void']);
  });

  it('is read one document at a time as it is read whole', () => {
    for (const block of golden) {
      const documents = documentsIn(block);
      expect(documents.map((_, index) => documentIn(block, index))).toEqual(documents);
      expect(documentIn(block, documents.length)).toBeUndefined();
    }
  });

  it('has amounts and quantities to the last place', () => {
    const [invoice] = documentsIn(golden[2] ?? Buffer.alloc(0));

    expect(invoice).toMatchObject({
      kind: 'invoice',
      customer: 'subject:reader 7',
      currency: 'USD',
      recognised: 123456789012000000000001000000000n,
      billed: [{ quantity: 123456789012000000000001n, exact: 123456789012000000000001000000000n }],
      overrides: [],
    });
  });

  it('has an adjustment of an earlier month, and what a person overruled', () => {
    const documents = golden.flatMap((block) => documentsIn(block));

    expect(documents.at(-1)).toMatchObject({
      billed: [{ period: '2026-02' }, { period: '2026-01', quantity: 1_000_000_000_000n }],
    });
    expect(documents).toContainEqual(
      expect.objectContaining({ overrides: [{ check: 'out-of-bounds', reason: 'a launch' }] }),
    );
  });
});

describe('a document in a block', () => {
  it('keeps a text as it is, whatever it looks like and wherever it stands', () => {
    const [document] = documentsIn(changed(payment, (json) => ({ ...json, reference: '100' })));

    expect(document).toMatchObject({ reference: '100', amount: 5_000_000_000n });
  });

  it.each([
    [
      'a kind that there is not',
      { kind: 'gift' },
      'documents[0] is of a kind that there is, got gift',
    ],
    ['a member that nobody knows', { tip: '1' }, 'documents[0] has no member tip'],
    [
      'an amount with a fraction',
      { amount: '12.50' },
      'documents[0].amount is whole units as text, got "12.50"',
    ],
    ['an amount as a number', { amount: 5 }, 'documents[0].amount is a text, got 5'],
    [
      'a currency that is none',
      { currency: 'ZZZ' },
      'documents[0].currency is a currency, got "ZZZ"',
    ],
    [
      'a time as a text',
      { recordedAt: '2026' },
      'documents[0].recordedAt is a whole number, got "2026"',
    ],
  ])('is refused with %s, and it is said where', (_, change, message) => {
    expect(() => documentsIn(changed(payment, (json) => ({ ...json, ...change })))).toThrow(
      message,
    );
  });

  it('is refused without a member', () => {
    const without = changed(first, ({ dueAt: _, ...json }) => json);

    expect(() => documentsIn(without)).toThrow('documents[0].dueAt is a whole number, got null');
  });

  it('is refused in a block of a version that is not known yet', () => {
    const later = Buffer.concat([Buffer.from([2]), first.subarray(1)]);

    expect(() => documentsIn(later)).toThrow('a block of books of version 1, got 2');
  });

  it('is refused before it is kept, when it lacks a member', () => {
    const [document] = documentsIn(payment);
    const without = { ...document, reference: undefined } as unknown as BooksDocument;

    expect(() => booksBlockBytes([without])).toThrow('reference is there to be kept');
  });

  it('is kept as its kind says', () => {
    for (const document of golden.flatMap((block) => documentsIn(block))) {
      expect(documentCodec.fromJson(documentCodec.toJson(document), 'it')).toEqual(document);
    }
  });
});
