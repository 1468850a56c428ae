import type { UnappliedPayment } from '../books/cell.ts';
import type { InvoiceDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { type Nanos, nanosOf } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { applicationDocument } from './applications.ts';
import { datedAt } from './dated.ts';
import { paymentsPerInvoiceMax } from './too-many-payments.ts';

/** Whose money, and whether an invoice uses it without anybody's saying so; it does where left out. */
interface Waiting {
  readonly customer: string;
  readonly currency: Currency;
  readonly unappliedMoney?: 'use' | 'keep';
}

/**
 * The payments of a payer that the next invoice in a currency can use, the oldest first; its cell was asked for. Where
 * a void freed more than an invoice has room for, the rest waits for the one after it.
 */
export const waitingOn = (
  page: Page,
  { customer, currency, unappliedMoney }: Waiting,
): readonly UnappliedPayment[] =>
  unappliedMoney === 'keep'
    ? []
    : (page.at({ kind: 'customer', customer })?.unapplied ?? [])
        .filter((one) => one.currency === currency)
        .slice(0, paymentsPerInvoiceMax);

/** How much that is. */
export const waitingSum = (page: Page, of: Waiting): Nanos =>
  nanosOf(waitingOn(page, of).reduce<bigint>((sum, { amount }) => sum + amount, 0n));

/** A payment, and what of it an invoice uses. */
interface UnappliedUse {
  readonly payment: UnappliedPayment;
  readonly amount: Nanos;
}

/**
 * What the next invoice on a page uses of its payer's unapplied money: the oldest payment first, as far as it is due
 * and the page has room for the invoice and an application of each. It reads nothing further: what is unapplied stands
 * in the payer's cell.
 */
export function unappliedUses(
  page: Page,
  { total, ...of }: Waiting & Pick<InvoiceDocument, 'total'>,
): readonly UnappliedUse[] {
  const uses: UnappliedUse[] = [];
  let due: bigint = total;
  for (const payment of waitingOn(page, of)) {
    if (due <= 0n || uses.length + 1 >= page.room) break;
    const amount = nanosOf(payment.amount < due ? payment.amount : due);
    uses.push({ payment, amount });
    due -= amount;
  }
  return uses;
}

/** Applies what an invoice uses to it, once that was added to the page. */
export function useUnappliedOn(
  page: Page,
  invoice: InvoiceDocument,
  { uses, timeZone }: { readonly uses: readonly UnappliedUse[]; readonly timeZone: TimeZone },
): void {
  const dated = datedAt(page.recordedAt, timeZone);
  const occasion = { page, dated, cause: invoice.id };
  for (const { payment: of, amount } of uses) {
    const { payment, rail, reference, receivedAt, receivedOn } = of;
    const received = { payment, rail, reference, receivedAt, ...definedOnly({ receivedOn }) };
    page.add(applicationDocument({ received, invoice, amount }, occasion));
  }
}
