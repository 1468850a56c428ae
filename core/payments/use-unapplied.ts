import type { UnappliedPayment } from '../books/cell.ts';
import type { InvoiceDocument } from '../books/document.ts';
import type { Page } from '../books/page.ts';
import type { Currency } from '../kernel/currency.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import { type Nanos, nanosOf, nanosPerMinorUnit } from '../kernel/money.ts';
import type { TimeZone } from '../kernel/time-zone.ts';
import { applicationDocument } from './applications.ts';
import { datedAt } from './dated.ts';
import { paymentsPerInvoiceMax } from './too-many-payments.ts';
import { isOfWallet } from './wallet-payment.ts';

/** What of a wallet an invoice leaves there, as it can still be spent, or was for months without an invoice. */
export interface KeptInWallet {
  /** By payment; of one that is not named, all. */
  readonly left: ReadonlyMap<string, Nanos>;
  /** Spent in months that their own invoices are to come for. */
  readonly forOthers: Nanos;
}

/** Whose money, and whether an invoice uses it without anybody's saying so; it does where left out. */
interface Waiting {
  readonly customer: string;
  readonly currency: Currency;
  readonly unappliedMoney?: 'use' | 'keep';
  readonly kept?: KeptInWallet | undefined;
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

/** How much an invoice can use of that, however much it is for. */
export const waitingSum = (page: Page, of: Waiting): Nanos =>
  nanosOf(usableOf(page, of).reduce<bigint>((sum, { amount }) => sum + amount, 0n));

/** A payment, and what of it an invoice uses. */
export interface UnappliedUse {
  readonly payment: UnappliedPayment;
  readonly amount: Nanos;
  readonly isOfWallet: boolean;
}

/** Of each payment that waits, what an invoice can use, in whole minor units: of wallets, what was spent of them. */
function usableOf(page: Page, of: Waiting): readonly UnappliedUse[] {
  const { customer, kept } = of;
  const unit = nanosPerMinorUnit(of.currency);
  const up = (amount: bigint): bigint => amount + ((unit - (amount % unit)) % unit);
  const waiting = waitingOn(page, of).map((payment) => {
    const { payment: id, rail, reference, amount } = payment;
    const left = kept?.left.get(id) ?? amount;
    const isWallets = isOfWallet({ id, customer, rail, reference });
    return { payment, isOfWallet: isWallets, spent: amount > left ? amount - left : 0n };
  });
  const spent = waiting.reduce((sum, one) => (one.isOfWallet ? sum + one.spent : sum), 0n);
  const forOthers = kept?.forOthers ?? 0n;
  let rest = spent > forOthers ? up(spent - forOthers) : 0n;
  return waiting.map(({ spent: own, ...one }) => {
    const { amount } = one.payment;
    if (!one.isOfWallet) return { ...one, amount };
    const most = [up(own), amount, rest].reduce((least, some) => (some < least ? some : least));
    rest -= most;
    return { ...one, amount: nanosOf(most) };
  });
}

/**
 * What the next invoice on a page uses of its payer's unapplied money: the oldest payment first, as far as it is due
 * and the page has room for the invoice and an application of each. Of a wallet it uses what was spent, and what
 * rounding makes of it, which is at most `rounding`. It reads nothing further: what is unapplied stands in the payer's
 * cell.
 */
export function unappliedUses(
  page: Page,
  {
    total,
    rounding = nanosOf(0n),
    ...of
  }: Waiting & Pick<InvoiceDocument, 'total'> & { readonly rounding?: Nanos },
): readonly UnappliedUse[] {
  let due: bigint = total;
  const usable = usableOf(page, of);
  const used = usable.map((one) => {
    const amount = one.amount < due ? one.amount : due;
    due -= amount;
    return amount;
  });
  const isRounding = due > 0n && due <= rounding;
  const uses = usable.map((one, index): UnappliedUse => {
    const own = used[index] ?? 0n;
    if (!isRounding || !one.isOfWallet || of.kept?.left.has(one.payment.payment) !== true) {
      return { ...one, amount: nanosOf(own) };
    }
    const rest = one.payment.amount - own;
    const more = rest < due ? rest : due;
    due -= more;
    return { ...one, amount: nanosOf(own + more) };
  });
  return uses.filter(({ amount }) => amount > 0n).slice(0, Math.max(page.room - 1, 0));
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
