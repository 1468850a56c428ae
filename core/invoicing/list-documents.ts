import { accountName } from '../books/account.ts';
import { type Books, readDocument } from '../books/books.ts';
import { contentFrom } from '../books/content.ts';
import { documentsBefore, readCustomer } from '../books/customer-documents.ts';
import { type CustomerDocument, isOfPayee } from '../books/document.ts';
import type { DocumentEntry, DocumentPlace } from '../books/document-entry.ts';
import { membersOf } from '../books/export/entry-facts.ts';
import type { BooksLog } from '../books/ports.ts';
import { subjectOfKey } from '../catalog/billed-customer.ts';
import { customerNotFound } from '../catalog/customer.ts';
import type { CustomersRead } from '../catalog/ports.ts';
import type { CustomerDocumentAnswer } from '../contract/invoices/customer-document-shapes.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import { nanosOf, nanosText } from '../kernel/money.ts';
import { rfc3339 } from '../kernel/timestamp.ts';

interface Ports {
  readonly books: Books;
  readonly log: BooksLog;
  readonly customers: Pick<CustomersRead, 'get'>;
}

/** Which documents of a payer are asked for: of one kind, or all. */
interface DocumentsQuestion {
  readonly customer: string;
  readonly kind?: CustomerDocument['kind'] | undefined;
  readonly limit: number;
  /** A place in the log; undefined from its end. */
  readonly before: DocumentPlace | undefined;
}

/** Entries looked at for one page: few may be of the kind that is asked for, and a request has to end. */
const LOOKED_AT_MAX = 2_000;
const READ_AT_ONCE = 16;

/**
 * A page of what the books have of a payer, the latest first, and the place of the last one that was looked at, where
 * there may be more. A page may be short before the last.
 * @throws Rejection `customer.not-found`
 */
export async function listDocuments(
  ports: Ports,
  tenant: string,
  { customer, kind, limit, before }: DocumentsQuestion,
): Promise<{
  readonly documents: readonly CustomerDocumentAnswer[];
  readonly next: DocumentPlace | undefined;
}> {
  const entries: DocumentEntry[] = [];
  let next: DocumentPlace | undefined;
  let lookedAt = 0;
  for await (const entry of documentsBefore(ports.books, tenant, { customer, before })) {
    if (next !== undefined)
      return { documents: await read(ports, tenant, customer, entries), next };
    lookedAt += 1;
    if (kind === undefined || entry.kind === kind) entries.push(entry);
    if (entries.length >= limit || lookedAt >= LOOKED_AT_MAX) {
      next = { seq: entry.seq, index: entry.index };
    }
  }
  if (lookedAt === 0) await refuseUnknown(ports, tenant, customer);
  return { documents: await read(ports, tenant, customer, entries), next: undefined };
}

const read = (
  { log }: Ports,
  tenant: string,
  customer: string,
  entries: readonly DocumentEntry[],
): Promise<CustomerDocumentAnswer[]> =>
  inParallel(READ_AT_ONCE, entries, async (entry) => {
    const document = await readDocument(log, tenant, entry);
    invariant(!isOfPayee(document), `${document.id} is about who pays`);
    return shown(document, customer);
  });

function shown(document: CustomerDocument, customer: string): CustomerDocumentAnswer {
  const movedOn = (kind: 'receivable' | 'carry'): string => {
    const account = accountName({ kind, customer });
    const own = document.postings.filter((one) => one.account === account);
    return nanosText(nanosOf(own.reduce((sum, { amount }) => sum + amount, 0n)));
  };
  const { date, ...members } = membersOf(document);
  return {
    ...{ id: document.id, kind: document.kind, currency: document.currency, date },
    recordedAt: rfc3339(document.recordedAt),
    ...members,
    ...{ receivable: movedOn('receivable'), carry: movedOn('carry') },
    ...statementMembers(document),
  };
}

/** Why a month was closed without an invoice. */
function statementMembers(document: CustomerDocument) {
  if (document.kind !== 'statement') return {};
  const { reason, invoicedWith } = contentFrom(document);
  return { reason, ...definedOnly({ invoicedWith }) };
}

/** Of whom the books say nothing yet may be there all the same. Subjects pay for themselves without being put. */
async function refuseUnknown(
  { books, customers }: Ports,
  tenant: string,
  customer: string,
): Promise<void> {
  if (subjectOfKey(customer) !== undefined) return;
  if ((await customers.get(tenant, customer)) !== undefined) return;
  if ((await readCustomer(books, tenant, customer)) !== undefined) return;
  throw customerNotFound(customer, 'key');
}
