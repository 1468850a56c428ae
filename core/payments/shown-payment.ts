import type { PaymentAnswer } from '../contract/payments/shapes.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { currencyText, type Nanos, nanosOf } from '../kernel/money.ts';
import type { PayerKey } from '../kernel/payer.ts';
import { rfc3339 } from '../kernel/timestamp.ts';
import { type PaymentInBooks, paymentStatusOf } from './payment-in-books.ts';
import { isOfWallet } from './wallet-payment.ts';

/** A payment as it is answered. */
export function shownPayment(payment: PaymentInBooks): PaymentAnswer {
  const { document, applied, refunded, reversed, broken, unapplied } = payment;
  const { id, customer, currency, rail, reference, day: receivedOn } = document;
  const text = (amount: Nanos): string => currencyText(amount, currency);
  return {
    id,
    status: paymentStatusOf(payment),
    customer: customer as PayerKey,
    currency,
    amount: text(document.amount),
    rail,
    reference,
    receivedAt: rfc3339(document.effectiveAt),
    ...definedOnly({ receivedOn }),
    ...(isOfWallet(document) ? { wallet: true as const } : {}),
    recordedAt: rfc3339(document.recordedAt),
    applications: applied.map(({ invoice, number, amount }) => ({
      invoice,
      ...definedOnly({ number }),
      amount: text(amount),
    })),
    amountApplied: text(nanosOf(applied.reduce<bigint>((sum, { amount }) => sum + amount, 0n))),
    amountRefunded: text(refunded),
    amountReversed: text(reversed),
    ...(broken === 0n ? {} : { amountEnded: text(broken) }),
    amountUnapplied: text(unapplied),
  };
}
