import { invariant } from '../kernel/invariant.ts';
import { packedText } from '../kernel/packed.ts';
import { Rejection } from '../kernel/rejection.ts';
import { booksBlockBytesMax } from './block.ts';
import type { CellKey } from './cell.ts';
import { cellQuality, cellText } from './cell-codec.ts';
import type { PlacedCell } from './customer-pages.ts';

/** DynamoDB takes items of 400 KB; the rest is for the key, which has 3 KB at most, and the names. */
const CELL_BYTES_MAX = 395 * 1024;
/** Up to so many characters a cell fits, whatever they are: nothing is packed to be measured. */
const SMALL_CHARACTERS_MAX = 100_000;
/** What a member, an amount or a time takes, roughly. */
const CHARACTERS_EACH = 24;

/**
 * Before a block is appended: once it is there, all who read the books put its cells, and one that does not fit an item
 * would stop them for ever.
 * @throws Rejection `books.full`
 */
export function refuseTooLarge(cells: readonly PlacedCell[]): void {
  for (const { key, cell } of cells) {
    if (roughCharacters(cell.value) <= SMALL_CHARACTERS_MAX) continue;
    const { length } = packedText(cellText(cell.value), cellQuality);
    if (length <= CELL_BYTES_MAX) continue;
    throw new Rejection(
      'books.full',
      `book this of another one: what the books keep of ${named(key)} takes ${length} bytes with it, and ${CELL_BYTES_MAX} at most`,
    );
  }
}

/**
 * For documents that do not fit a block: a decision that keeps to the room of its page is made again with less of it.
 * @throws Rejection `books.full` where all of them are of one block
 */
export function refuseUnsplit(documents: number, documentsMax: number): void {
  invariant(documents > 1, `one document fits a block of ${booksBlockBytesMax} bytes`);
  if (documents <= documentsMax) return;
  throw new Rejection(
    'books.full',
    `book less at once: ${documents} documents of one block take more than ${booksBlockBytesMax} bytes. Where a void or a credit note frees as many payments, take their applications back first`,
  );
}

function roughCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return CHARACTERS_EACH;
  return Object.values(value).reduce<number>(
    (sum, one) => sum + CHARACTERS_EACH + roughCharacters(one),
    0,
  );
}

function named(key: CellKey): string {
  switch (key.kind) {
    case 'head':
      return 'the tenant, its accounts and series of numbers,';
    case 'customer':
    case 'documents':
      return `the payer ${JSON.stringify(key.customer.slice(0, 80))}`;
    case 'period':
      return `${key.month} of the customer ${JSON.stringify(key.customer.slice(0, 80))}`;
    case 'document':
      return `the document ${key.id.slice(0, 80)}`;
    case 'number':
      return 'a number';
    case 'payee':
    case 'payee-documents':
      return `the payee ${JSON.stringify(key.payee.slice(0, 80))}`;
    case 'payee-month':
      return `${key.month} of the payee ${JSON.stringify(key.payee.slice(0, 80))}`;
  }
}
