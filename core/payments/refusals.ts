import type { InvoiceDocument, PaymentDocument } from '../books/document.ts';
import type { Currency } from '../kernel/currency.ts';
import { type Nanos, nanosPerMinorUnit, nanosText } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/** @throws Rejection `payment.amount-invalid` unless the amount is above zero, and of whole minor units. */
export function refuseUnpayable(amount: Nanos, currency: Currency, param = '/amount'): void {
  if (amount > 0n && amount % nanosPerMinorUnit(currency) === 0n) return;
  throw new Rejection(
    'payment.amount-invalid',
    `give an amount above zero that can be paid in ${currency}, got ${nanosText(amount)}`,
    { param },
  );
}

/** @throws Rejection `payment.not-applicable` for an invoice of another payer, or in another currency. */
export function refuseOthersInvoice(
  { customer, currency }: Pick<PaymentDocument, 'customer' | 'currency'>,
  invoice: Pick<InvoiceDocument, 'number' | 'customer' | 'currency'>,
): void {
  if (invoice.customer === customer && invoice.currency === currency) return;
  const payer = JSON.stringify(customer.slice(0, 80));
  throw new Rejection(
    'payment.not-applicable',
    `apply it to an invoice of ${payer} in ${currency}, or move the money to the other payer first: ${invoice.number} is of ${JSON.stringify(invoice.customer.slice(0, 80))}, in ${invoice.currency}`,
    { param: '/invoice' },
  );
}
