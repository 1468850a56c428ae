import type { UnappliedPayment } from '../books/cell.ts';
import type { InvoiceDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { applicationDocument } from './applications.ts';
import { datedAt } from './dated.ts';

/** The payments of a payer that the next invoice in a currency uses, the oldest first; its cell was asked for. */
export const waitingOn = (
  page: Page,
  { customer, currency }: { readonly customer: string; readonly currency: Currency },
): readonly UnappliedPayment[] =>
  (page.at({ kind: 'customer', customer })?.unapplied ?? []).filter(
    (one) => one.currency === currency,
  );

/** How much that is. */
export const waitingSum = (page: Page, of: Parameters<typeof waitingOn>[1]): Nanos =>
  nanosOf(waitingOn(page, of).reduce<bigint>((sum, { amount }) => sum + amount, 0n));

/**
 * Applies unapplied money of a payer to an invoice that was added to the page, the oldest payment first, as far as it
 * is due and the page has room. It reads nothing further: what is unapplied stands in the payer's cell.
 */
export function useUnappliedOn(page: Page, invoice: InvoiceDocument, timeZone: TimeZone): void {
  const dated = datedAt(page.recordedAt, timeZone);
  let due: bigint = invoice.total;
  for (const { payment, rail, reference, receivedAt, receivedOn, amount } of waitingOn(
    page,
    invoice,
  )) {
    if (due <= 0n || page.isFull()) return;
    const applied = amount < due ? amount : due;
    const received = { payment, rail, reference, receivedAt, ...definedOnly({ receivedOn }) };
    page.add(
      applicationDocument(
        { received, invoice, amount: nanosOf(applied) },
        { page, dated, cause: invoice.id },
      ),
    );
    due -= applied;
  }
}
