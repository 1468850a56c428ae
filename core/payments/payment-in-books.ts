import type { Books } from '../books/books.ts';
import type { PaymentChanges } from '../books/cell.ts';
import type { PaymentDocument } from '../books/document.ts';
import { appliedAtOnce } from '../books/kinds/payment.ts';
import type { Page } from '../books/page.ts';
import type { paymentStatuses } from '../contract/payments/words.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';

/** A payment in the books, with what has become of it: its amount is the sum of the five. */
export interface PaymentInBooks {
  readonly document: PaymentDocument;
  /** What is applied now, above zero each; the latest last. */
  readonly applied: readonly {
    readonly invoice: string;
    readonly number: string | undefined;
    readonly amount: Nanos;
  }[];
  readonly refunded: Nanos;
  readonly reversed: Nanos;
  /** What was bought with it for a wallet, and ended unused. */
  readonly broken: Nanos;
  readonly unapplied: Nanos;
}

export function paymentWith(
  document: PaymentDocument,
  changes: PaymentChanges | undefined,
): PaymentInBooks {
  const applied = new Map<string, PaymentInBooks['applied'][number]>();
  const { invoice: first, invoiceNumber: number } = document;
  if (first !== undefined) {
    applied.set(first, { invoice: first, number, amount: appliedAtOnce(document) });
  }
  for (const { invoice, amount, invoiceNumber } of changes?.applied ?? []) {
    const before = applied.get(invoice) ?? { number: invoiceNumber, amount: 0n };
    const sum = nanosOf(before.amount + amount);
    applied.set(invoice, { invoice, number: before.number ?? invoiceNumber, amount: sum });
  }
  const now = [...applied.values()].filter(({ amount }) => amount !== 0n);
  const none = nanosOf(0n);
  const { refunded = none, reversed = none, broken = none } = changes ?? {};
  const gone = refunded + reversed + broken;
  const used = now.reduce<bigint>((sum, { amount }) => sum + amount, gone);
  const unapplied = nanosOf(document.amount - used);
  return { document, applied: now, refunded, reversed, broken, unapplied };
}

/**
 * The payment `id`, whose original was asked for.
 * @throws Rejection `payment.not-found`
 */
export function paymentInBooks(page: Page, id: string): PaymentInBooks {
  const document = page.originals.get(id);
  if (document?.kind !== 'payment') throw paymentNotFound(id);
  return paymentWith(document, page.at({ kind: 'document', id })?.payment);
}

const paymentNotFound = (id: string): Rejection =>
  new Rejection(
    'payment.not-found',
    `name a payment by its id, got ${JSON.stringify(id.slice(0, 80))}`,
    { param: 'id' },
  );

export function paymentStatusOf({
  applied,
  unapplied,
  reversed,
  broken,
}: PaymentInBooks): (typeof paymentStatuses)[number] {
  if (unapplied > 0n) return applied.length === 0 ? 'unapplied' : 'partly-applied';
  if (applied.length > 0) return 'applied';
  if (reversed > 0n) return 'reversed';
  return broken > 0n ? 'ended' : 'refunded';
}

/** @throws Rejection `payment.not-found` */
export const readPayment = async (
  books: Books,
  tenant: string,
  id: string,
): Promise<PaymentInBooks> =>
  paymentInBooks(await books.read(tenant, { cells: [], originals: [id] }), id);
