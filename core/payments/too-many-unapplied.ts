import type { Page } from '../books/page.ts';
import { Rejection } from '../kernel/rejection.ts';
import { paymentsPerInvoiceMax } from './too-many-payments.ts';

/** They stand in the payer's cell, which is written with each of its documents; one invoice can use all of them. */
const UNAPPLIED_MAX = paymentsPerInvoiceMax;

/** How many payments of a payer have unapplied money; its cell was asked for. */
export const unappliedOn = (page: Page, customer: string): number =>
  page.at({ kind: 'customer', customer })?.unapplied?.length ?? 0;

/**
 * For a decision that brought in money: refuses it where too many payments of the payer wait to be used, and more than
 * there were before it.
 * @throws Rejection `payment.too-many-unapplied`
 */
export function refuseTooManyUnapplied(page: Page, customer: string, before: number): void {
  const unapplied = unappliedOn(page, customer);
  if (unapplied <= UNAPPLIED_MAX || unapplied <= before) return;
  throw new Rejection(
    'payment.too-many-unapplied',
    `apply or refund what was paid before: ${UNAPPLIED_MAX} payments of ${JSON.stringify(customer.slice(0, 80))} have unapplied money, which is the most there can be`,
  );
}
