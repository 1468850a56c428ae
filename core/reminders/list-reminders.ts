import { type Books, readDocument } from '../books/books.ts';
import { documentsAfter } from '../books/customer-documents.ts';
import type { ReminderDocument } from '../books/document.ts';
import type { DocumentPlace } from '../books/document-entry.ts';
import type { BooksLog } from '../books/ports.ts';
import { journal } from '../books/reading.ts';

/** Which reminders are asked for: of one payer or all, past a place in the log. */
export interface ReminderQuestion {
  readonly customer: string | undefined;
  readonly limit: number;
  readonly after: DocumentPlace | undefined;
}

interface Ports {
  readonly books: Books;
  readonly log: BooksLog;
}

/** Documents looked at for one page: few may be what is asked for, and a request has to end. */
const LOOKED_AT_MAX = 20_000;
const FIRST: DocumentPlace = { seq: 0, index: 0 };

/**
 * A page of reminders in the order of the books, and the place of the last document that was looked at, where there may
 * be more. A page may be short before the last.
 */
export async function listReminders(
  ports: Ports,
  tenant: string,
  { customer, limit, after = FIRST }: ReminderQuestion,
): Promise<{
  readonly reminders: readonly ReminderDocument[];
  readonly next: DocumentPlace | undefined;
}> {
  const reminders: ReminderDocument[] = [];
  let lookedAt = 0;
  const placed =
    customer === undefined
      ? everyDocument(ports, tenant, after)
      : documentsOf(ports, tenant, { customer, after });
  for await (const { reminder, place } of placed) {
    lookedAt += 1;
    if (reminder !== undefined) reminders.push(reminder);
    if (reminders.length >= limit || lookedAt >= LOOKED_AT_MAX) return { reminders, next: place };
  }
  return { reminders, next: undefined };
}

interface LookedAt {
  readonly place: DocumentPlace;
  readonly reminder: ReminderDocument | undefined;
}

async function* everyDocument(
  { log }: Ports,
  tenant: string,
  after: DocumentPlace,
): AsyncGenerator<LookedAt> {
  for await (const { seq, index, document } of journal(log, tenant, after)) {
    const reminder = document.kind === 'reminder' ? document : undefined;
    yield { place: { seq, index }, reminder };
  }
}

async function* documentsOf(
  { books, log }: Ports,
  tenant: string,
  page: { readonly customer: string; readonly after: DocumentPlace },
): AsyncGenerator<LookedAt> {
  for await (const entry of documentsAfter(books, tenant, page)) {
    const { seq, index } = entry;
    const document = entry.kind === 'reminder' ? await readDocument(log, tenant, entry) : undefined;
    const reminder = document?.kind === 'reminder' ? document : undefined;
    yield { place: { seq, index }, reminder };
  }
}
