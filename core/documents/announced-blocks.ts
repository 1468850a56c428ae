import { documentsIn } from '../books/block.ts';
import type { Books } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import type { BooksLog } from '../books/ports.ts';
import type { DocumentContent } from '../contract/invoices/invoice.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';

/** What announced documents are read from. */
export interface AnnouncingPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/** A block of the books, and what it issued: documents that have forms, in its order. */
export interface AnnouncedBlock {
  readonly seq: number;
  readonly documents: readonly DocumentContent[];
}

/** What was announced, as the books have it. */
interface Announced {
  readonly blocks: readonly AnnouncedBlock[];
  /** Ids that the books do not have: nobody should have announced them, and the others are not to wait for them. */
  readonly missing: readonly string[];
}

const BLOCKS_AT_ONCE = 8;

/**
 * The blocks that documents are in, each read once. They are mostly announced as they were written, those of a block at
 * once: so the place of the first is looked up, and then only of those that are not beside it.
 */
export async function announcedBlocks(
  ports: AnnouncingPorts,
  tenant: string,
  ids: readonly string[],
): Promise<Announced> {
  const first = await blocksOf(ports, tenant, ids.slice(0, 1));
  const read = new Set(first.blocks.flatMap(({ documents }) => documents.map(({ id }) => id)));
  const others = await blocksOf(
    ports,
    tenant,
    ids.slice(1).filter((id) => !read.has(id)),
  );
  return {
    blocks: [...first.blocks, ...others.blocks],
    missing: [...first.missing, ...others.missing],
  };
}

async function blocksOf(
  { books, log }: AnnouncingPorts,
  tenant: string,
  ids: readonly string[],
): Promise<Announced> {
  if (ids.length === 0) return { blocks: [], missing: [] };
  const keys = ids.map((id) => ({ kind: 'document', id }) as const);
  const page = await books.read(tenant, { cells: keys });
  const places = keys.flatMap((key) => page.at(key) ?? []);
  const missing = keys.flatMap((key) => (page.at(key) === undefined ? [key.id] : []));
  const seqs = new Set(places.map(({ seq }) => seq));
  const blocks = await inParallel(BLOCKS_AT_ONCE, seqs, (seq) => readBlock(log, tenant, seq));
  for (const { id, seq } of places) {
    const block = blocks.find((one) => one.seq === seq);
    const isThere = block?.documents.some((document) => document.id === id);
    invariant(isThere === true, `block ${seq} of the books holds ${id}, which has forms`);
  }
  return { blocks, missing };
}

async function readBlock(log: BooksLog, tenant: string, seq: number): Promise<AnnouncedBlock> {
  const block = await log.readOne(tenant, seq);
  invariant(block !== undefined, `the books have block ${seq}, which a document is said to be in`);
  const contents = documentsIn(block.bytes).map(contentFrom);
  return { seq, documents: contents.filter((content) => content !== undefined) };
}
