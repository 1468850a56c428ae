import type { Page } from '../books/page.ts';
import { Rejection } from '../kernel/rejection.ts';

/** A void frees all of them in one block; an invoice uses as many of what waits, and no more wait. */
export const paymentsPerInvoiceMax = 90;

/** How many payments are applied to an invoice, whose cell was asked for. */
export const paymentsOn = (page: Page, invoice: string): number =>
  (page.at({ kind: 'document', id: invoice })?.invoice?.payments ?? []).filter(
    ({ amount }) => amount !== 0n,
  ).length;

/**
 * For a decision that applied money to an invoice: refuses it where it has too many payments, and more than before it.
 * @throws Rejection `books.full`
 */
export function refuseTooManyPayments(
  page: Page,
  { id, number }: { readonly id: string; readonly number: string },
  before: number,
): void {
  const payments = paymentsOn(page, id);
  if (payments <= paymentsPerInvoiceMax || payments <= before) return;
  throw new Rejection(
    'books.full',
    `leave it unapplied, or apply it to another invoice: ${number} has ${before} payments, and ${paymentsPerInvoiceMax} is the most there can be`,
  );
}
