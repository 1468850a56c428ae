import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { documentsIn } from '../block.ts';
import type { Books } from '../books.ts';
import { dayOf, utcDay } from '../day.ts';
import type { BooksLog } from '../ports.ts';
import { blocksFrom } from '../reading.ts';
import { beancount } from './beancount.ts';
import { csv } from './csv.ts';
import { hledger } from './hledger.ts';
import type { JournalWriter } from './journal-writer.ts';
import { json } from './json.ts';

/** What the journal can be exported as. */
export const journalFormats = ['json', 'csv', 'hledger', 'beancount'] as const;
export type JournalFormat = (typeof journalFormats)[number];

export const journalMediaTypes = {
  json: 'application/json',
  csv: 'text/csv; charset=utf-8',
  hledger: 'text/plain; charset=utf-8',
  beancount: 'text/plain; charset=utf-8',
} as const satisfies Record<JournalFormat, string>;

const writers = { json, csv, hledger, beancount } as const satisfies Record<
  JournalFormat,
  JournalWriter
>;

/** How far an export is. */
export interface JournalPlace {
  /** The last block that was written. */
  readonly seq: number;
  /** The last day on which one of its documents so far counts, as its midnight in UTC. */
  readonly last: Timestamp;
}

/** A part of the journal's text. */
export interface JournalPage {
  /** Of JSON, documents alone: one a line. */
  readonly text: string;
  /** Where the next part begins; undefined at the end. */
  readonly next: JournalPlace | undefined;
}

/**
 * The journal past `after`, or from its beginning, in whole blocks: as many as fit `bytesMax`, and one at least. Pages
 * put together are the same text wherever it was cut; the last one ends with what the books come to, when the format
 * says that.
 */
export async function journalPage(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  asked: {
    readonly format: JournalFormat;
    readonly after: JournalPlace | undefined;
    readonly bytesMax: number;
  },
): Promise<JournalPage> {
  const { after = beginning, bytesMax } = asked;
  const writer = writers[asked.format];
  // Read before the log: what comes after it is no part of what it sums up, and is left to the next page or the next
  // export.
  const state = await books.read(tenant, { cells: [] });
  let { seq, last } = after;
  let text = seq === 0 ? writer.opening : '';
  for await (const block of blocksFrom(log, tenant, seq + 1)) {
    if (block.seq > state.blocks) break;
    const documents = documentsIn(block.bytes);
    const written = writer.block(
      documents.map((document, index) => ({ seq: block.seq, index, document })),
    );
    const isFull = Buffer.byteLength(text) + Buffer.byteLength(written) > bytesMax;
    if (isFull && seq > after.seq) return { text, next: { seq, last } };
    text += written;
    seq = block.seq;
    last = documents.reduce(
      (latest, document) => timestampOf(Math.max(latest, Date.parse(dayOf(document)))),
      last,
    );
  }
  return {
    text: text + writer.closing({ balances: state.head().balances, last: utcDay(last) }),
    next: undefined,
  };
}

const beginning: JournalPlace = { seq: 0, last: timestampOf(0) };
