import { type Books, readDocument } from '../books/books.ts';
import { documentsAfter } from '../books/customer-documents.ts';
import type { DocumentEntry } from '../books/document-entry.ts';
import type { BooksLog } from '../books/ports.ts';
import { journal, type PlacedDocument } from '../books/reading.ts';
import { inParallel } from '../kernel/in-parallel.ts';

/** Of one payer, each is a read of its own. */
const AT_ONCE = 16;
const FIRST = { seq: 0, index: 0 };

interface ReportPorts {
  readonly books: Books;
  readonly log: BooksLog;
}

/** All documents up to a block, or those of one payer, in the order of the books. */
export async function* reportDocuments(
  ports: ReportPorts,
  tenant: string,
  { customer, through }: { readonly customer: string | undefined; readonly through: number },
): AsyncGenerator<PlacedDocument> {
  const documents =
    customer === undefined ? journal(ports.log, tenant) : ofPayer(ports, tenant, customer);
  for await (const document of documents) {
    if (document.seq > through) return;
    yield document;
  }
}

async function* ofPayer(
  { books, log }: ReportPorts,
  tenant: string,
  customer: string,
): AsyncGenerator<PlacedDocument> {
  const read = (entries: readonly DocumentEntry[]) =>
    inParallel(AT_ONCE, entries, async ({ seq, index, id }) => ({
      ...{ seq, index, document: await readDocument(log, tenant, { seq, index, id }) },
    }));
  let batch: DocumentEntry[] = [];
  for await (const entry of documentsAfter(books, tenant, { customer, after: FIRST })) {
    batch.push(entry);
    if (batch.length < AT_ONCE) continue;
    yield* await read(batch);
    batch = [];
  }
  yield* await read(batch);
}
