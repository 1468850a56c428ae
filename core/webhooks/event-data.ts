import type { InvoiceDocument, PaymentDocument } from '../books/document.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import type { JsonObject } from '../kernel/json.ts';
import { currencyText } from '../kernel/money.ts';
import { payerOf } from '../kernel/payer.ts';
import { rfc3339 } from '../kernel/timestamp.ts';

/** What a receiver needs to ask for the rest: an invoice is kilobytes, and what it says may be for few to read. */
export function invoiceData(invoice: InvoiceDocument): JsonObject {
  const { id, number, customer, currency, total, dueAt, period } = invoice;
  return {
    id,
    number,
    customer,
    payer: payerOf(customer),
    period: period.month,
    currency,
    total: currencyText(total, currency),
    dueAt: rfc3339(dueAt),
  };
}

/** As much of a payment. */
export function paymentData(payment: PaymentDocument): JsonObject {
  const { id, customer, currency, amount, rail, reference, effectiveAt, day } = payment;
  return {
    id,
    customer,
    payer: payerOf(customer),
    currency,
    amount: currencyText(amount, currency),
    rail,
    reference,
    receivedAt: rfc3339(effectiveAt),
    ...definedOnly({ receivedOn: day }),
  };
}
