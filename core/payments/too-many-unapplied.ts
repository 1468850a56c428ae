import type { Page } from '../books/page.ts';
import { Rejection } from '../kernel/rejection.ts';

/** They stand in the payer's cell, which is written with each of its documents. */
const UNAPPLIED_MAX = 100;

/**
 * For a decision that brought in money: refuses it where too many payments of the payer wait to be used.
 * @throws Rejection `payment.too-many-unapplied`
 */
export function refuseTooManyUnapplied(page: Page, customer: string): void {
  const { unapplied = [] } = page.at({ kind: 'customer', customer }) ?? {};
  if (unapplied.length <= UNAPPLIED_MAX) return;
  throw new Rejection(
    'payment.too-many-unapplied',
    `apply or refund what was paid before: ${UNAPPLIED_MAX} payments of ${JSON.stringify(customer.slice(0, 80))} have unapplied money, which is the most there can be`,
  );
}
