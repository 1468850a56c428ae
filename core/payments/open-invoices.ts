import type { Books } from '../books/books.ts';
import { documentsBefore } from '../books/customer-documents.ts';
import { type DocumentEntry, placeOrder } from '../books/document-entry.ts';
import type { Currency } from '../kernel/currency.ts';
import type { Nanos } from '../kernel/money.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { stateOn } from './applications.ts';
import { amountDue } from './payment-state.ts';

/** An invoice of which something is due. */
interface OpenInvoice {
  readonly id: string;
  readonly due: Nanos;
  readonly dueAt: Timestamp;
}

const INVOICES_AT_ONCE = 24;
/** A payer of ten years has some hundreds; a request has to end. */
const LOOKED_AT_MAX = 4_000;

/**
 * The invoices of a payer and currency of which something is due: those that are due first, first; with the version of
 * the payer's cell that they are as of. Goes back from the latest document, until what is due is all that is owed.
 */
export async function openInvoices(
  books: Books,
  tenant: string,
  { payer, currency }: { readonly payer: string; readonly currency: Currency },
): Promise<{ readonly invoices: readonly OpenInvoice[]; readonly version: number }> {
  const key = { kind: 'customer', customer: payer } as const;
  const page = await books.read(tenant, { cells: [key] });
  const version = page.versionAt(key);
  const totals = page.at(key)?.totals.find((one) => one.currency === currency);
  let owed: bigint = totals?.receivable ?? 0n;
  const found: DueInvoice[] = [];
  if (owed === 0n) return { invoices: found, version };
  for await (const entries of invoicesBefore(books, tenant, { payer, currency })) {
    for (const one of await dueOf(books, tenant, entries)) {
      owed -= one.due;
      if (one.due > 0n) found.push(one);
    }
    if (owed === 0n) break;
  }
  const invoices = found.sort((a, b) =>
    a.dueAt === b.dueAt ? placeOrder(a.entry, b.entry) : a.dueAt - b.dueAt,
  );
  return { invoices, version };
}

interface DueInvoice extends OpenInvoice {
  readonly entry: DocumentEntry;
}

/** A payer's invoices in a currency from the latest back, some at a time. */
async function* invoicesBefore(
  books: Books,
  tenant: string,
  { payer: customer, currency }: { readonly payer: string; readonly currency: Currency },
): AsyncGenerator<readonly DocumentEntry[]> {
  let lookedAt = 0;
  let batch: DocumentEntry[] = [];
  for await (const entry of documentsBefore(books, tenant, { customer, before: undefined })) {
    lookedAt += 1;
    if (entry.kind === 'invoice' && entry.currency === currency) batch.push(entry);
    if (lookedAt >= LOOKED_AT_MAX) break;
    if (batch.length < INVOICES_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function dueOf(
  books: Books,
  tenant: string,
  entries: readonly DocumentEntry[],
): Promise<DueInvoice[]> {
  const keys = entries.map(({ id }) => ({ kind: 'document', id }) as const);
  const page = await books.read(tenant, { cells: keys });
  return entries.map((entry) => {
    const state = stateOn(page, entry.id);
    return { entry, id: entry.id, due: amountDue(state), dueAt: state.dueAt };
  });
}
