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

/** @throws Rejection `payment.differs` where what is told again has another amount, or another reason. */
export function refuseToldOtherwise(
  told: {
    readonly reference: string;
    readonly amount?: Nanos | undefined;
    readonly reason?: string;
  },
  known: { readonly amount: Nanos; readonly reason?: string },
): void {
  const { reference, amount = known.amount, reason = known.reason } = told;
  if (amount === known.amount && reason === known.reason) return;
  const because = known.reason === undefined ? '' : `, because of ${known.reason}`;
  throw new Rejection(
    'payment.differs',
    `give another one another reference: ${JSON.stringify(reference.slice(0, 80))} is recorded with ${nanosText(known.amount)}${because}, got ${nanosText(amount)}`,
    { param: '/reference' },
  );
}

/** @throws Rejection `request.invalid` where money is to be applied to one invoice in two parts. */
export function refuseRepeated(uses: readonly { readonly invoice: string }[]): void {
  const index = uses.findIndex(
    ({ invoice }, at) => uses.findIndex((one) => one.invoice === invoice) !== at,
  );
  const repeated = uses[index];
  if (repeated === undefined) return;
  throw new Rejection(
    'request.invalid',
    `name each invoice once, with all that is for it: ${repeated.invoice} is named before`,
    { param: `/apply/${index}/invoice` },
  );
}
