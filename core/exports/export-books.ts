import { documentsIn } from '../books/block.ts';
import type { Books } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import { utcDay } from '../books/day.ts';
import type { BooksDocument } from '../books/document.ts';
import type { BooksLog } from '../books/ports.ts';
import { blocksFrom, findDocument, journal, type PlacedDocument } from '../books/reading.ts';
import { booksColumns, focusColumns } from '../contract/exports/tables.ts';
import { invariant } from '../kernel/invariant.ts';
import type { StoredObject } from '../kernel/stored.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { booksRows } from './books-rows.ts';
import {
  advance,
  type ChainId,
  type ChainSteps,
  type MadeFile,
  type Manifest,
  type Planning,
} from './chain.ts';
import { type ChargedDocument, focusRows } from './focus-rows.ts';
import { ParquetFile } from './parquet-file.ts';
import type { ExportFiles } from './ports.ts';

export interface BooksExportPorts {
  readonly files: ExportFiles;
  readonly log: BooksLog;
  /** To find the invoice that a void is of. */
  readonly books: Books;
}

/** How far the books are exported: up to this block. */
interface ExportedBooks {
  readonly block: number;
}

/** Blocks that come next, all recorded in one month of UTC. */
interface BooksPlan {
  readonly first: number;
  readonly last: number;
  readonly month: string;
}

/** Of a hundred documents each; what a plan makes is in memory, as two files. */
const BLOCKS_MAX = 100;

export const booksChain = (tenant: string): ChainId => ({ tenant, chain: 'books' });

/** Does what comes next of the books, of blocks that were recorded before `before`; `undefined` where nothing does. */
export const exportBooks = (
  ports: BooksExportPorts,
  { tenant, before }: { readonly tenant: string; readonly before: Timestamp },
  planning: Planning,
): Promise<Manifest<ExportedBooks> | undefined> =>
  advance(ports.files, booksChain(tenant), stepsOf(ports, tenant, before), planning);

export const storedBooks = {
  stateJson: ({ block }: ExportedBooks): object => ({ block }),
  stateFrom: (stored: StoredObject): ExportedBooks => ({ block: stored.integer('block') }),
};

const stepsOf = (
  ports: BooksExportPorts,
  tenant: string,
  before: Timestamp,
): ChainSteps<ExportedBooks, BooksPlan> => ({
  ...storedBooks,
  none: { block: 0 },
  next: ({ block }) => nextBlocks(ports.log, tenant, { after: block, before }),
  make: (_state, plan) => booksFiles(ports, tenant, plan),
  after: (_state, { last }) => ({ block: last }),
  planJson: (plan) => plan,
  planFrom: (stored) => ({
    ...{ first: stored.integer('first'), last: stored.integer('last') },
    month: stored.text('month'),
  }),
});

async function nextBlocks(
  log: BooksLog,
  tenant: string,
  { after, before }: { readonly after: number; readonly before: Timestamp },
): Promise<BooksPlan | undefined> {
  let plan: BooksPlan | undefined;
  for await (const { seq, bytes } of blocksFrom(log, tenant, after + 1)) {
    const recordedAt = recordedAtOf(documentsIn(bytes));
    const month = utcDay(recordedAt).slice(0, 7);
    if (recordedAt >= before || (plan !== undefined && plan.month !== month)) return plan;
    plan = { first: after + 1, last: seq, month };
    if (seq - after >= BLOCKS_MAX) return plan;
  }
  return plan;
}

function recordedAtOf([first]: readonly BooksDocument[]): Timestamp {
  invariant(first !== undefined, 'a block of the books has documents');
  return first.recordedAt;
}

async function* booksFiles(
  ports: BooksExportPorts,
  tenant: string,
  { first, last, month }: BooksPlan,
): AsyncGenerator<MadeFile> {
  const made = { books: new ParquetFile(booksColumns), focus: new ParquetFile(focusColumns) };
  for await (const placed of documentsUpTo(ports.log, tenant, { first, last })) {
    for (const row of booksRows(placed)) made.books.add(row);
    const charged = await chargedBy(ports, tenant, placed.document);
    for (const row of charged === undefined ? [] : focusRows(charged)) made.focus.add(row);
  }
  const name = `month=${month}/part-${blockText(first)}-${blockText(last)}.parquet`;
  for (const table of ['books', 'focus'] as const) {
    const { rows } = made[table];
    if (rows > 0) yield { table, name, rows, bytes: made[table].finish() };
  }
}

async function* documentsUpTo(
  log: BooksLog,
  tenant: string,
  { first, last }: Pick<BooksPlan, 'first' | 'last'>,
): AsyncGenerator<PlacedDocument> {
  for await (const placed of journal(log, tenant, { seq: first - 1, index: Infinity })) {
    if (placed.seq > last) return;
    yield placed;
  }
}

const blockText = (seq: number): string => String(seq).padStart(6, '0');

/** What a document charges, or takes back; undefined of one that does neither. */
async function chargedBy(
  ports: BooksExportPorts,
  tenant: string,
  document: BooksDocument,
): Promise<ChargedDocument | undefined> {
  const { id, kind } = document;
  switch (kind) {
    case 'invoice':
      return { id, kind, content: contentFrom(document) };
    case 'credit-note':
      return { id, kind, content: contentFrom(document) };
    case 'void': {
      const found: PlacedDocument | undefined = await findDocument(ports, tenant, document.invoice);
      invariant(found?.document.kind === 'invoice', `${id} is of an invoice of the books`);
      return { id, kind, content: contentFrom(found.document) };
    }
    case 'statement':
    case 'payment':
    case 'application':
    case 'refund':
    case 'reversal':
    case 'breakage':
    case 'write-off':
    case 'reminder':
    case 'pause':
    case 'share':
    case 'share-reversal':
    case 'payee-statement':
    case 'payout':
    case 'payout-settlement':
    case 'payout-return':
    case 'claim':
      return undefined;
  }
}
