import type { InvoiceState } from '../books/cell.ts';
import { contentFrom } from '../books/content.ts';
import type { InvoiceDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import type { Invoice } from '../contract/invoices/invoice.ts';
import type { Currency } from '../kernel/currency.ts';
import { invariant } from '../kernel/invariant.ts';
import { type Nanos, nanosFrom, nanosPerMinorUnit, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/** An invoice in the books, with what has become of it. */
export interface IssuedInvoice {
  readonly document: InvoiceDocument;
  readonly content: Invoice;
  readonly state: InvoiceState;
}

/**
 * The invoice `id`, whose original was asked for.
 * @throws Rejection `invoice.not-found`, also for statements and all else that is no invoice.
 */
export function issuedInvoice(page: Page, id: string): IssuedInvoice {
  const document = page.originals.get(id);
  const state = page.at({ kind: 'document', id })?.invoice;
  if (document?.kind === 'invoice' && state !== undefined) {
    return { document, content: contentFrom(document), state };
  }
  throw new Rejection(
    'invoice.not-found',
    `name an issued invoice by its id or number, got ${JSON.stringify(id.slice(0, 80))}`,
    { param: 'id' },
  );
}

/** @throws Rejection `invoice.already-void` */
export function refuseVoid({ document, state }: IssuedInvoice): void {
  if (state.voided === undefined) return;
  throw new Rejection(
    'invoice.already-void',
    `leave ${document.number} as it is: it is void, because ${state.voided.reason}`,
  );
}

/** @throws Rejection `invoice.amount-invalid` unless the amount is of whole minor units. */
export function refusePartOfMinorUnit(amount: Nanos, currency: Currency, param: string): void {
  if (amount % nanosPerMinorUnit(currency) === 0n) return;
  throw new Rejection(
    'invoice.amount-invalid',
    `give an amount that can be paid in ${currency}, got ${nanosText(amount)}`,
    { param },
  );
}

/** An amount of a document that we wrote. */
export function writtenNanos(text: string): Nanos {
  const amount = nanosFrom(text);
  invariant(amount !== undefined, `the document has an amount, got ${text}`);
  return amount;
}
