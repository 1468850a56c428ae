import { documentIn } from '../books/block.ts';
import type { Books } from '../books/books.ts';
import type { InvoiceDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { BooksLog } from '../books/ports.ts';
import { journal } from '../books/reading.ts';
import { daysFrom } from '../kernel/calendar-days.ts';
import { invariant } from '../kernel/invariant.ts';
import { millisecondsPer, type Timestamp, timestampOf } from '../kernel/timestamp.ts';
import { dueDateOf } from '../reports/open-items.ts';

/** What fell due longer ago is for a person, or a court. */
const OVERDUE_DAYS_MAX = 365;
/** An invoice is due a year after it was recorded at the latest, and is looked at for another year. */
const LOOKED_BACK_MS = 2 * 366 * millisecondsPer.day;

/** An invoice of the books that fell due before a day, whatever has become of it. */
export interface OverdueInvoice {
  readonly place: DocumentPlace;
  readonly document: InvoiceDocument;
  readonly dueDate: string;
}

/** What is gone through for what fell due: `place` is how far. */
export interface Passed {
  readonly place: DocumentPlace;
  readonly overdue: OverdueInvoice | undefined;
}

/** Documents past a place, those that are invoices which fell due before `day` with that, in the order of the log. */
export async function* passedFrom(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  { after, day, now }: { readonly after: DocumentPlace | undefined } & On,
): AsyncGenerator<Passed> {
  const from = after ?? (await placeBefore({ books, log }, tenant, now));
  for await (const { seq, index, document } of journal(log, tenant, from)) {
    const place = { seq, index };
    const overdue = document.kind === 'invoice' ? overdueOn(document, { place, day }) : undefined;
    yield { place, overdue };
  }
}

interface On {
  readonly day: string;
  readonly now: Timestamp;
}

function overdueOn(
  document: InvoiceDocument,
  { place, day }: { readonly place: DocumentPlace; readonly day: string },
): OverdueInvoice | undefined {
  const dueDate = dueDateOf(document);
  const days = daysFrom(dueDate, day);
  if (days < 1 || days > OVERDUE_DAYS_MAX) return undefined;
  return { place, document, dueDate };
}

/** A place before all that was recorded in the time looked back: instants never go back in a log, so it is halved. */
async function placeBefore(
  { books, log }: { readonly books: Books; readonly log: BooksLog },
  tenant: string,
  now: Timestamp,
): Promise<DocumentPlace> {
  const since = timestampOf(Math.max(0, now - LOOKED_BACK_MS));
  let [before, past] = [0, (await books.read(tenant, { cells: [] })).blocks + 1];
  while (past - before > 1) {
    const seq = Math.floor((before + past) / 2);
    const block = await log.readOne(tenant, seq);
    const first = block === undefined ? undefined : documentIn(block.bytes, 0);
    invariant(first !== undefined, `the books have block ${seq}`);
    if (first.recordedAt < since) before = seq;
    else past = seq;
  }
  return { seq: before, index: Number.MAX_SAFE_INTEGER };
}
