import type { Books } from '../books/books.ts';
import { documentsBefore } from '../books/customer-documents.ts';
import { documentId } from '../books/document.ts';
import type { DocumentEntry } from '../books/document-entry.ts';
import type { Page } from '../books/page.ts';
import { Rejection } from '../kernel/rejection.ts';

/** What says which payment of a rail it is. */
interface Told {
  readonly rail: string;
  readonly reference: string;
}

/** As far back as an invoice and the payment of it are looked for, in documents of the payer: years of most. */
const documentsLookedAt = 2_000;

/** A payer's latest documents, and the version of its cell that they are as of. */
export async function latestDocuments(
  books: Books,
  tenant: string,
  customer: string,
): Promise<{ readonly entries: readonly DocumentEntry[]; readonly version: number }> {
  const version = (await books.read(tenant, { cells: [{ kind: 'customer', customer }] })).versionAt(
    { kind: 'customer', customer },
  );
  const entries: DocumentEntry[] = [];
  for await (const entry of documentsBefore(books, tenant, { customer, before: undefined })) {
    entries.push(entry);
    if (entries.length >= documentsLookedAt) break;
  }
  return { entries, version };
}

/**
 * The same word of the same rail is the same money: what is a payment of an invoice already would be counted twice.
 * Looks at the payer's latest documents, at its unapplied money, and at the invoices that the money is for. The payer's
 * cell and those invoices were asked for.
 * @throws Rejection `payment.differs`
 */
export function refuseInvoicePayment(
  page: Page,
  request: Told & { readonly payer: string },
  among: { readonly entries: readonly DocumentEntry[]; readonly invoices: readonly string[] },
): void {
  const { payer, rail, reference } = request;
  const isSame = (one: Told) => one.rail === rail && one.reference === reference;
  const { unapplied = [] } = page.at({ kind: 'customer', customer: payer }) ?? {};
  const known =
    unapplied.find(isSame)?.payment ??
    among.invoices
      .flatMap((id) => page.at({ kind: 'document', id })?.invoice?.payments ?? [])
      .find(isSame)?.id ??
    invoicePaymentIn(among.entries, request);
  if (known === undefined) return;
  throw new Rejection(
    'payment.differs',
    `leave it as ${known}, or give another payment another reference: ${JSON.stringify(reference.slice(0, 80))} over ${rail} is recorded as a payment of an invoice`,
    { param: '/reference' },
  );
}

/** What an id is made of says which payment of an invoice it is: no document is read. */
function invoicePaymentIn(
  entries: readonly DocumentEntry[],
  { rail, reference }: Told,
): string | undefined {
  const payments = new Set(entries.filter(({ kind }) => kind === 'payment').map(({ id }) => id));
  if (payments.size === 0) return undefined;
  return entries
    .filter(({ kind }) => kind === 'invoice')
    .map(({ id }) => documentId('payment', [id, rail, reference]))
    .find((id) => payments.has(id));
}
