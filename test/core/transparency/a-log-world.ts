import { booksBlockBytes, documentsIn } from '../../../core/books/block.ts';
import type { BooksDocument } from '../../../core/books/document.ts';
import type { BooksLog } from '../../../core/books/ports.ts';
import { timestampOf } from '../../../core/kernel/timestamp.ts';
import type { SequencePorts } from '../../../core/transparency/sequence.ts';
import { InMemoryBooksLog } from '../../fakes/books.ts';
import {
  inMemoryLogSigner,
  inMemoryLogSpans,
  inMemoryLogTiles,
  inMemoryOpenerSalts,
  inMemoryYearLogs,
} from '../../fakes/transparency.ts';
import { invoicesOf, tenant } from '../../support/a-payer-in-books.ts';

export { tenant };
export const host = 'farthing.example';
export const noHurry = { isShort: () => false };

/** An invoice as the books have it, to make others of. */
async function anInvoice(): Promise<BooksDocument> {
  const { log } = await invoicesOf(['10.00']);
  const { blocks } = await log.read(tenant, 0);
  const [document] = blocks.flatMap(({ bytes }) => documentsIn(bytes));
  if (document === undefined) throw new Error('the invoice is in the books');
  return document;
}

/** Documents that differ by their ids and by whom they are of. */
const madeOf = (like: BooksDocument, from: number, count: number, at: number) =>
  Array.from(
    { length: count },
    (_, index) =>
      ({
        ...like,
        id: `inv_${String(from + index).padStart(32, '0')}`,
        customer: `payer-${(from + index) % 7}`,
        recordedAt: timestampOf(at),
      }) as BooksDocument,
  );

/** Books of blocks of so many documents each, and what their log is written with. */
export async function aLogWorld(
  blocks: readonly number[],
  at = (_block: number): number => Date.UTC(2026, 5, 1),
) {
  const like = await anInvoice();
  const books = new InMemoryBooksLog();
  const append = async (count: number): Promise<void> => {
    const { blocks: before } = await readAll(books);
    const documents = before.reduce((sum, { bytes }) => sum + documentsIn(bytes).length, 0);
    const seq = before.length + 1;
    await books.append(tenant, {
      seq,
      bytes: booksBlockBytes(madeOf(like, documents, count, at(seq))),
    });
  };
  for (const count of blocks) await append(count);
  let byte = 0;
  const tiles = inMemoryLogTiles();
  const ports: SequencePorts = {
    ...{ log: books, logs: inMemoryYearLogs(), spans: inMemoryLogSpans(), tiles },
    ...{ salts: inMemoryOpenerSalts(), signer: inMemoryLogSigner(), host },
    random: {
      bytes: (count) => {
        byte += 1;
        return new Uint8Array(count).fill(byte);
      },
    },
  };
  return { ...ports, tiles, append };
}

export async function readAll(books: BooksLog) {
  const blocks = [];
  for (let more = true; more; ) {
    const page = await books.read(tenant, blocks.length, 'strong');
    blocks.push(...page.blocks);
    more = page.more;
  }
  return { blocks };
}
